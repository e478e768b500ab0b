import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryTracker } from '../../../../test/fakes/memory-tracker.ts';
import { connectionsDeps } from '../../../../test/harness/connections.ts';
import { testDatabase } from '../../../../test/harness/database.ts';
import { testServer } from '../../../../test/harness/server.ts';
import type { AccountList } from '../../../contract/accounts.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { putConnection } from '../../connections/public.ts';
import { accountRoutes } from './account-routes.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let server: Awaited<ReturnType<typeof testServer>>;
let connections: ReturnType<typeof connectionsDeps>;
const headers: Record<string, Record<string, string>> = {};

beforeAll(async () => {
  database = await testDatabase();
  server = await testServer(database);
  connections = connectionsDeps(database, server.clock, memoryTracker().connector);
  await server.app.register(accountRoutes({ db: database.db, clock: server.clock }));
  await server.app.ready();
  const body = { system: 'memory', settings: { places: {} }, secrets: {}, enabled: true };
  await putConnection(connections, 'tracker', body, 'test');
  for (const name of ['dev', 'eve'])
    headers[name] = await server.cookieOf(`${name}@acme.example`, ['developer']);
  headers['adm'] = await server.cookieOf('adm@acme.example', ['admin']);
});
afterAll(async () => {
  await server?.app.close();
  await connections?.client.close();
  await database?.drop();
});

async function call(who: string, method: 'GET' | 'PUT' | 'DELETE', path: string) {
  const url = `/api/v1/people/${path}`;
  const answer = await server.app.inject({
    method,
    url,
    headers: headers[who]!,
    ...(method === 'PUT' && { payload: { name: 'D. Eveloper' } }),
  });
  return { status: answer.statusCode, body: answer.json<AccountList & { detail?: string }>() };
}
const idOf = async (name: string) => {
  const { rows } = await database.pool.query('select id from person where email = $1', [
    `${name}@acme.example`,
  ]);
  return toPublicId('person', rows[0].id);
};

describe('accounts of outside systems', () => {
  it('are said by people themselves, once, and taken back', async () => {
    for (let time = 0; time < 2; time++) {
      const said = await call('dev', 'PUT', 'me/accounts/tracker/712020:ab-c');
      expect(said).toMatchObject({
        status: 200,
        body: {
          items: [{ connection: 'tracker', account: '712020:ab-c', name: 'D. Eveloper', knownBy: 'person' }],
        },
      });
    }
    expect((await call('dev', 'DELETE', 'me/accounts/tracker/712020:ab-c')).body.items).toEqual([]);
    const { rows } = await database.pool.query(
      `select action from audit_entry where actor = 'dev@acme.example' and action like 'account.%' order by id`,
    );
    expect(rows.map(({ action }) => action)).toEqual(['account.link', 'account.unlink']);
  });

  it('of somebody else are taken by nobody but an admin', async () => {
    await call('dev', 'PUT', 'me/accounts/tracker/u-dev');
    expect((await call('eve', 'PUT', 'me/accounts/tracker/u-dev')).status).toBe(409);
    expect((await call('eve', 'PUT', `${await idOf('dev')}/accounts/tracker/u-eve`)).status).toBe(403);
    expect((await call('eve', 'GET', `${await idOf('dev')}/accounts`)).status).toBe(403);
    expect((await call('adm', 'PUT', `${await idOf('eve')}/accounts/tracker/u-dev`)).status).toBe(200);
    expect((await call('dev', 'GET', 'me/accounts')).body.items).toEqual([]);
    expect((await call('eve', 'GET', 'me/accounts')).body.items).toMatchObject([{ account: 'u-dev' }]);
  });

  it('need a connection and a person that are there', async () => {
    expect((await call('dev', 'PUT', 'me/accounts/nowhere/u')).status).toBe(404);
    expect((await call('adm', 'GET', 'per_00000000000070008000000000000000/accounts')).status).toBe(404);
  });
});
