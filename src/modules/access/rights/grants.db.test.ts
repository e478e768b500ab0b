import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/harness/database.ts';
import { testServer } from '../../../../test/harness/server.ts';
import { importOrganisation } from '../../organisation/public.ts';
import { openCredentials } from '../credentials.ts';
import { setGrants } from './grants.ts';
import { holdingsOfAll } from './store.ts';

const ORGANISATION = `
businessUnits:
  - { key: acme, name: Acme, leader: lea@acme.example }
  - { key: shop, name: Shop, parent: acme }
teams:
  - { key: pay, name: Pay, unit: shop, manager: Max@acme.example, champion: cho@acme.example, deputies: [dep@acme.example], partner: par@acme.example }
  - { key: post, name: Post }
people:
  - { email: dev@acme.example, name: Dev, teams: [{ team: pay }] }
  - { email: dep@acme.example, name: Dep, teams: [] }
`;

let database: Awaited<ReturnType<typeof testDatabase>>;
let server: Awaited<ReturnType<typeof testServer>>;
let admin: Record<string, string>;

beforeAll(async () => {
  database = await testDatabase();
  server = await testServer(database);
  for (const team of ['pay', 'post'])
    server.app.put(
      `/api/v1/try/${team}/:team`,
      { config: { access: { scope: 'admin', roles: ['champion'], about: { team: 'team' } } } },
      async () => ({}),
    );
  await server.app.ready();
  await database.db.transaction().execute((tx) => importOrganisation(tx, server.ids, ORGANISATION));
  admin = await server.cookieOf('admin@acme.example', ['admin']);
});
afterAll(async () => {
  await server.app.close();
  await database.drop();
});

async function call(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  headers = admin,
  payload?: object,
) {
  const answer = await server.app.inject({
    method,
    url: `/api/v1/${path}`,
    headers,
    ...(payload && { payload }),
  });
  return { status: answer.statusCode, body: answer.body ? answer.json() : null };
}
async function somebody(email: string) {
  const headers = await server.cookieOf(email, []);
  const { body } = await call('GET', 'me', headers);
  return { headers, id: body.id as string };
}
const tries = async (headers: Record<string, string>) =>
  Promise.all(
    ['pay', 'post'].map(async (team) => (await call('PUT', `try/${team}/${team}`, headers, {})).status),
  );

describe('a grant', () => {
  it('holds where it was given, once however often, and is told with who gave it', async () => {
    const { headers, id } = await somebody('ann@acme.example');
    expect(await tries(headers)).toEqual([403, 403]);
    const wanted = { role: 'champion', unit: 'acme' };
    const given = await call('POST', `people/${id}/grants`, admin, wanted);
    expect(given).toMatchObject({
      status: 201,
      body: {
        role: 'champion',
        team: null,
        unit: { key: 'acme' },
        origin: 'hand',
        givenBy: 'admin@acme.example',
      },
    });
    expect((await call('POST', `people/${id}/grants`, admin, wanted)).body.id).toBe(given.body.id);
    expect(await tries(headers)).toEqual([200, 403]);
    expect((await call('GET', `people/${id}/grants`)).body.items).toHaveLength(1);
    expect((await call('GET', 'grants')).body.items).toMatchObject([
      { person: { email: 'ann@acme.example' } },
    ]);
    const [entry] = (await call('GET', `audit?subject=${id}&action=grant`)).body.items;
    expect(entry).toMatchObject({ action: 'grant.give', actor: 'admin@acme.example', detail: wanted });

    expect((await call('DELETE', `people/${id}/grants/${given.body.id}`)).status).toBe(204);
    expect(await tries(headers)).toEqual([403, 403]);
    expect((await call('GET', `audit?subject=${id}&action=grant.take`)).body.items).toHaveLength(1);
  });

  it('taken away in another process holds here within five seconds, in the middle of a session', async () => {
    const { headers, id } = await somebody('bob@acme.example');
    const { body } = await call('POST', `people/${id}/grants`, admin, { role: 'champion', team: 'post' });
    expect(await tries(headers)).toEqual([403, 200]);
    const elsewhere = openCredentials({ db: database.db, clock: server.clock, log: server.app.log as never });
    await database.pool.query('delete from person_grant where id = $1::uuid', [body.id.slice(4)]);
    elsewhere.forget();
    expect(await tries(headers)).toEqual([403, 200]);
    server.clock.advance(5_000);
    expect(await tries(headers)).toEqual([403, 403]);
  });

  it.each([
    [{ role: 'admin', team: 'pay' }, 400],
    [{ role: 'champion' }, 400],
    [{ role: 'champion', team: 'pay', unit: 'acme' }, 400],
    [{ role: 'champion', team: 'nobody' }, 400],
  ])('%j is refused', async (wanted, status) => {
    const { id } = await somebody('cat@acme.example');
    expect((await call('POST', `people/${id}/grants`, admin, wanted)).status).toBe(status);
  });

  it('of an identity provider comes and goes with its groups, and is not taken by hand', async () => {
    const { id } = await somebody('eve@acme.example');
    const personId = `${id.slice(4)}`;
    const bring = (...wanted: Parameters<typeof setGrants>[4][number][]) =>
      database.db.transaction().execute((tx) =>
        setGrants(tx, server.ids, personId, 'oidc:acme', wanted, {
          by: 'oidc:acme',
          now: server.clock.now(),
        }),
      );
    await call('POST', `people/${id}/grants`, admin, { role: 'manager', team: 'pay' });
    await bring(
      { role: 'manager', team: 'pay' },
      { role: 'leader', unit: 'shop' },
      { role: 'leader', unit: 'gone' },
    );
    const shown = async () =>
      (await call('GET', `people/${id}/grants`)).body.items.map(
        (one: { role: string; origin: string }) => `${one.role} ${one.origin}`,
      );
    expect(await shown()).toEqual(['manager hand', 'manager oidc:acme', 'leader oidc:acme']);
    const { items } = (await call('GET', `people/${id}/grants`)).body;
    expect((await call('DELETE', `people/${id}/grants/${items[2].id}`)).status).toBe(409);
    await bring({ role: 'leader', unit: 'shop' });
    expect(await shown()).toEqual(['manager hand', 'leader oidc:acme']);
    await bring();
    expect(await shown()).toEqual(['manager hand']);
  });
});

it('the organisation itself says who is what for which team and unit', async () => {
  const found: Record<string, string[]> = {};
  for (const name of ['dev', 'max', 'cho', 'dep', 'par', 'lea']) {
    const { id } = await somebody(`${name}@acme.example`);
    const uuid = (await database.pool.query('select $1::uuid as id', [id.slice(4)])).rows[0].id as string;
    found[name] = ((await holdingsOfAll(database.db, [uuid])).get(uuid) ?? [])
      .map(({ role, teamId }) => `${role} ${teamId === null ? 'unit' : 'team'}`)
      .sort();
  }
  expect(found).toEqual({
    dev: ['developer team'],
    max: ['manager team'],
    cho: ['champion team'],
    dep: ['champion team'],
    par: ['partner team'],
    lea: ['leader unit'],
  });
  await database.pool.query(`update team set retired_at = now() where key = 'pay'`);
  const { rows } = await database.pool.query('select distinct role from v_organisation_holding');
  expect(rows).toEqual([{ role: 'leader' }]);
});
