import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, openTestHouse } from '../../../../test/harness/house.ts';
import { sarif } from '../../../../test/harness/reports.ts';
import { testServer } from '../../../../test/harness/server.ts';
import { tellFindings } from '../../../app/tell-findings.ts';
import type { Dispute } from '../../../contract/disputes.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { importOrganisation } from '../../organisation/public.ts';
import { type MovingDeps, movingRoutes, watchOwnership } from '../public.ts';
import { storeFilesOf } from '../service.ts';
import { withdrawIdleDisputes } from './disputes.ts';
import { expireOverrides } from './expire-overrides.ts';

const ORGANISATION = `
businessUnits:
  - { key: shop, name: Shop, leader: lea@acme.example }
  - { key: post, name: Post }
teams:
  - { key: payments, unit: shop, queue: PAY }
  - { key: ledger, unit: shop, queue: LED, champion: cho@acme.example }
  - { key: parcels, unit: post, queue: PAR }
people:
  - { email: pia@acme.example, name: Pia, teams: [{ team: payments }] }
  - { email: lou@acme.example, name: Lou, teams: [{ team: ledger }] }
`;

let home: Awaited<ReturnType<typeof openTestHouse>>;
let server: Awaited<ReturnType<typeof testServer>>;
let deps: MovingDeps;
type Headers = Record<string, string>;
let [pia, lou, lea, cho, sec, nobody]: Headers[] = [];

beforeAll(async () => {
  home = await openTestHouse();
  const { database, ids, clock, events } = home.house;
  deps = {
    db: database.db,
    ids,
    clock,
    publish: events.publish,
    publishAll: events.publishAll,
    tell: tellFindings(ids),
  };
  server = await testServer(database, home.clock);
  await server.app.register(movingRoutes(deps));
  await server.app.ready();
  await database.db.transaction().execute(async (tx) => {
    await importOrganisation(tx, ids, ORGANISATION);
    const content = 'apiVersion: lanekeeper.dev/v1\nowner: payments\nchampions: [nobody@acme.example]\n';
    await storeFilesOf(tx, { ids, now: clock.now() }, 'acme/shop', [{ path: 'about.yaml', content }]);
  });
  const names = ['pia', 'lou', 'lea', 'cho', 'nobody'];
  [pia, lou, lea, cho, nobody] = await Promise.all(
    names.map((name) => server.cookieOf(`${name}@acme.example`, ['developer'])),
  );
  sec = await server.cookieOf('sec@acme.example', ['security']);
  const code = (path: string, n: number) => ({ path, line: n, text: `q(${path}${n})`, rule: `r${n}` });
  const paths = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => `src/${name}/x.ts`);
  await home.send(
    sarif([
      ...paths.map((path) => code(path, 1)),
      code('lib/[id]/one.ts', 1),
      code('lib/[id]/two.ts', 2),
      code('src/h/y.ts', 2),
      code('src/i/x.ts', 1),
      code('src/i/y.ts', 2),
    ]),
  );
}, 30_000);
afterAll(async () => {
  await server.app.close();
  await home.close();
});

async function call<Body>(
  headers: Headers,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  payload?: object,
) {
  const url = `/api/v1/ownership/${path}`;
  const answer = await server.app.inject({ method, url, headers, ...(payload && { payload }) });
  await home.settle();
  return { status: answer.statusCode, body: answer.json() as Body & { code?: string; detail?: string } };
}
const post = <Body>(headers: Headers, path: string, payload: object) =>
  call<Body>(headers, 'POST', path, payload);
const override = (headers: Headers, payload: object) =>
  post<{ id: string; state: string; pattern: string; expiresAt: string }>(headers, 'overrides', {
    reason: 'we built it',
    ...payload,
  });
const dispute = (headers: Headers, payload: object) =>
  post<{ opened: number; already: number; items: Dispute[] }>(headers, 'disputes', {
    reason: 'not our code',
    ...payload,
  });
const decide = (headers: Headers, id: string, payload: object) =>
  post<{ decided: number; dispute: Dispute }>(headers, `disputes/${id}/decide`, {
    note: 'looked at it',
    ...payload,
  });

async function findingAt(path: string) {
  const [row] = await home.rows<{ id: string; team: string; due: Date; state: string }>(
    `select f.id, t.key as team, f.due_at as due, f.state from finding f join team t on t.id = f.owner_team_id where f.path = $1`,
    [path],
  );
  return { ...row!, public: toPublicId('finding', row!.id) };
}
const teamAt = async (path: string) => (await findingAt(path)).team;
const kindsOf = async (id: string) =>
  (
    await home.rows<{ kind: string }>(
      'select kind from finding_event where finding_id = $1 order by at, id',
      [id],
    )
  ).map(({ kind }) => kind);

describe('“this is ours”', () => {
  it('moves a finding at once for a member and for whom the registry names, and nobody else', async () => {
    const finding = (await findingAt('src/a/x.ts')).public;
    for (const who of [pia!, nobody!])
      expect(await override(who, { finding, team: 'ledger' })).toMatchObject({
        status: 403,
        body: { code: 'LK-FORBIDDEN' },
      });
    expect(await teamAt('src/a/x.ts')).toBe('payments');
    expect(await override(cho!, { finding, team: 'ledger' })).toMatchObject({
      status: 201,
      body: { pattern: '/src/a/x.ts', state: 'in-force' },
    });
    expect(await teamAt('src/a/x.ts')).toBe('ledger');
    expect(await teamAt('src/b/x.ts')).toBe('payments');
  });

  it('said twice is said once, and its end gives the place back', async () => {
    const place = { repository: 'acme/shop', pattern: '/src/b/', team: 'ledger' };
    const first = await override(lou!, place);
    expect((await override(lou!, place)).body.id).toBe(first.body.id);
    expect(await teamAt('src/b/x.ts')).toBe('ledger');
    expect(await call(pia!, 'DELETE', `overrides/${first.body.id}`)).toMatchObject({ status: 403 });
    expect(await call(lou!, 'DELETE', `overrides/${first.body.id}`)).toMatchObject({
      status: 200,
      body: { state: 'ended' },
    });
    expect(await call(lou!, 'DELETE', `overrides/${first.body.id}`)).toMatchObject({ status: 200 });
    expect(await teamAt('src/b/x.ts')).toBe('payments');
  });

  it('takes a folder whose name has brackets, and only that', async () => {
    const finding = (await findingAt('lib/[id]/one.ts')).public;
    expect(await override(lou!, { finding, scope: 'folder', team: 'ledger' })).toMatchObject({ status: 201 });
    expect([await teamAt('lib/[id]/one.ts'), await teamAt('lib/[id]/two.ts')]).toEqual(['ledger', 'ledger']);
    expect(await teamAt('src/c/x.ts')).toBe('payments');
  });

  it('ends by itself, and the findings go back', async () => {
    const until = new Date(home.clock.now().getTime() + 2 * DAY).toISOString();
    const made = await override(lou!, { repository: 'acme/shop', pattern: '/src/c/', team: 'ledger', until });
    expect(await teamAt('src/c/x.ts')).toBe('ledger');
    await watchOwnership(deps);
    home.clock.advance(2 * DAY);
    expect(await watchOwnership(deps)).toBe(1);
    await home.settle();
    expect(await teamAt('src/c/x.ts')).toBe('payments');
    expect(await expireOverrides(deps)).toBe(1);
    expect(await expireOverrides(deps)).toBe(0);
    const all = await call<{ items: { id: string; state: string }[] }>(lou!, 'GET', 'overrides?state=all');
    expect(all.body.items.find(({ id }) => id === made.body.id)).toMatchObject({ state: 'expired' });
  });

  it.each([
    [{ repository: 'acme/shop', pattern: '!x' }, 400],
    [{ repository: 'acme/shop', pattern: '../x' }, 400],
    [{ repository: 'acme/shop', until: '2020-01-01T00:00:00Z' }, 400],
    [{ repository: 'acme/shop', until: '2999-01-01T00:00:00Z' }, 400],
    [{ repository: 'acme/none' }, 404],
    [{ repository: 'acme/shop', team: 'ledgr' }, 400],
    [{ finding: 'fnd_1' }, 404],
    [{}, 400],
    [{ repository: 'acme/shop', resource: 'image:x' }, 400],
  ])('refuses %j', async (payload, status) => {
    expect(await override(sec!, { team: 'ledger', ...payload })).toMatchObject({ status });
  });
});

describe('“not ours”', () => {
  it('leaves the finding where it is, its clock running, until the leader of both decides', async () => {
    const before = await findingAt('src/d/x.ts');
    const opened = await dispute(pia!, { finding: before.public, to: 'ledger' });
    expect(opened).toMatchObject({ status: 201, body: { opened: 1, already: 0 } });
    const [one] = opened.body.items;
    expect(one).toMatchObject({
      arbiter: 'lea@acme.example',
      because: ['lea@acme.example decides: leader of Shop, the lowest unit that holds payments and ledger'],
      outcome: null,
    });
    expect(await findingAt('src/d/x.ts')).toEqual(before);
    expect((await dispute(pia!, { finding: before.public })).body).toMatchObject({ opened: 0, already: 1 });
    expect(await decide(pia!, one!.id, { outcome: 'moved' })).toMatchObject({ status: 403 });
    expect((await call<{ items: unknown[] }>(lea!, 'GET', 'disputes?mine=true')).body.items).toHaveLength(1);
    expect((await call<{ items: unknown[] }>(nobody!, 'GET', 'disputes?mine=true')).body.items).toEqual([]);
    expect(await decide(lea!, one!.id, { outcome: 'moved' })).toMatchObject({
      status: 200,
      body: { decided: 1 },
    });
    expect(await findingAt('src/d/x.ts')).toMatchObject({ team: 'ledger', due: before.due });
    expect(await kindsOf(before.id)).toEqual(['disputed', 'dispute-decided', 'moved-owner']);
    expect(await decide(lea!, one!.id, { outcome: 'stays' })).toMatchObject({ status: 409 });
  });

  it('is settled by a member of the asked team who says “ours”, and by an override', async () => {
    for (const [path, say] of [
      ['src/e/x.ts', (id: string) => decide(lou!, id, { outcome: 'moved' })],
      [
        'src/f/x.ts',
        async () => override(lou!, { finding: (await findingAt('src/f/x.ts')).public, team: 'ledger' }),
      ],
      ['src/g/x.ts', () => override(lou!, { repository: 'acme/shop', pattern: '/src/g/', team: 'ledger' })],
    ] as const) {
      const { items } = (await dispute(pia!, { finding: (await findingAt(path)).public, to: 'ledger' })).body;
      expect((await say(items[0]!.id)).status).toBeLessThan(300);
      expect(await teamAt(path)).toBe('ledger');
      expect((await call<Dispute>(pia!, 'GET', `disputes/${items[0]!.id}`)).body).toMatchObject({
        outcome: 'moved',
      });
    }
  });

  it('goes to security where nothing holds both, and can be said only by the owner', async () => {
    const finding = (await findingAt('src/h/x.ts')).public;
    expect(await dispute(lou!, { finding, to: 'payments' })).toMatchObject({ status: 403 });
    expect(await dispute(pia!, { finding, to: 'payments' })).toMatchObject({ status: 400 });
    const { items } = (await dispute(pia!, { finding, to: 'parcels' })).body;
    expect(items[0]).toMatchObject({ arbiter: 'security' });
    expect(await decide(lea!, items[0]!.id, { outcome: 'moved' })).toMatchObject({ status: 403 });
    expect(await decide(sec!, items[0]!.id, { outcome: 'stays' })).toMatchObject({ status: 200 });
    expect(await teamAt('src/h/x.ts')).toBe('payments');
  });

  it('of a folder takes all of its owner there, and is decided together', async () => {
    const finding = (await findingAt('src/i/x.ts')).public;
    const { body } = await dispute(pia!, { finding, scope: 'folder', to: 'ledger' });
    expect(body).toMatchObject({ opened: 2, items: [{ finding: { id: finding } }, {}] });
    const moved = { outcome: 'moved', together: true, place: 'folder' };
    expect(await decide(lea!, body.items[1]!.id, moved)).toMatchObject({ body: { decided: 2 } });
    expect([await teamAt('src/i/x.ts'), await teamAt('src/i/y.ts')]).toEqual(['ledger', 'ledger']);
  });

  it('ends with what is fixed', async () => {
    const finding = (await findingAt('src/h/x.ts')).public;
    expect((await dispute(pia!, { finding, scope: 'folder' })).body).toMatchObject({ opened: 2 });
    await home.send(sarif([]));
    expect(await withdrawIdleDisputes(deps)).toBe(2);
    expect(await withdrawIdleDisputes(deps)).toBe(0);
    expect(await dispute(pia!, { finding })).toMatchObject({ status: 409 });
  });
});
