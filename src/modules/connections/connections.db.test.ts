import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryHost } from '../../../test/fakes/memory-host.ts';
import { connectionsDeps, testKeys } from '../../../test/harness/connections.ts';
import { testDatabase } from '../../../test/harness/database.ts';
import { movableClock, testServer } from '../../../test/harness/server.ts';
import { openConnection, openConnections, resealSecrets } from './open-connection.ts';
import { connectionRoutes } from './routes.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let server: Awaited<ReturnType<typeof testServer>>;
let deps: ReturnType<typeof connectionsDeps>;
let admin: Record<string, string>;

const memory = memoryHost();
const body = { system: 'memory', settings: { organisation: 'acme' }, secrets: { token: 'right' } };

beforeAll(async () => {
  database = await testDatabase();
  const clock = movableClock('2026-03-02T09:00:00Z');
  server = await testServer(database, clock);
  deps = connectionsDeps(database, clock, memory.connector);
  await server.app.register(connectionRoutes(deps));
  admin = await server.cookieOf('admin@acme.example', ['admin']);
});
afterAll(async () => {
  await server?.app.close();
  await deps?.client.close();
  await database?.drop();
});
beforeEach(() => database.pool.query('delete from connection'));

const send = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object, headers = admin) =>
  server.app.inject({ method, url: `/api/v1/connections${path}`, headers, ...(payload && { payload }) });
const add = (more: object = {}) => send('POST', '', { key: 'code', ...body, ...more });

describe('a connection', () => {
  it('never shows a secret again, and keeps none readable in the database', async () => {
    const secret = 'a-secret-nobody-may-see';
    const added = await add({ secrets: { token: secret } });
    expect(added.statusCode).toBe(201);
    expect(added.json()).toMatchObject({
      name: 'Memory',
      hookPath: '/hooks/code',
      secrets: [
        { name: 'token', set: true },
        { name: 'webhook', set: false },
      ],
    });
    const listed = await send('GET', '');
    const dump = await database.pool.query(
      `select coalesce((select string_agg(c::text || encode(c.sealed_secrets, 'escape'), '') from connection c), '')
        || (select string_agg(a::text, '') from audit_entry a) as all_of_it`,
    );
    for (const text of [added.body, listed.body, dump.rows[0].all_of_it]) expect(text).not.toContain(secret);
    expect((await openConnection(deps, { key: 'code' })).context.secrets).toEqual({ token: secret });
  });

  it.each([
    ['a field the system does not know', { settings: { organisation: 'acme', colour: 'red' } }, 'colour'],
    ['a setting that is missing', { settings: {} }, 'organisation'],
    ['a system nobody speaks to', { system: 'none' }, 'none'],
    ['a secret the system does not use', { secrets: { pin: '1' } }, 'pin'],
    ['a key that no address can hold', { key: 'Code host' }, 'key'],
  ])('is refused with %s, by name', async (_why, more, named) => {
    const answer = await add(more);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().detail).toContain(named);
    expect((await send('GET', '')).json().items).toEqual([]);
  });

  it('is made once: the key is taken', async () => {
    await add();
    expect((await add()).json()).toMatchObject({ code: 'LK-CONFLICT' });
  });

  it('keeps what a change does not name, and forgets what it takes away', async () => {
    await add({ secrets: { token: 'right', webhook: 'old' } });
    const { system } = body;
    const settings = { organisation: 'other' };
    await send('PUT', '/code', { system, settings, secrets: { webhook: null } });
    const { context, hookSecrets } = await openConnection(deps, { key: 'code' });
    expect(context).toMatchObject({ settings, secrets: { token: 'right' } });
    expect(context.secrets).not.toHaveProperty('webhook');
    expect(hookSecrets).toEqual([]);
  });

  it('takes the former webhook secret for a week after a change', async () => {
    await add({ secrets: { webhook: 'old' } });
    await send('PUT', '/code', { ...body, secrets: { webhook: 'new' } });
    expect((await openConnection(deps, { key: 'code' })).hookSecrets).toEqual(['new', 'old']);
    server.clock.advance(8 * 86_400_000);
    expect((await openConnection(deps, { key: 'code' })).hookSecrets).toEqual(['new']);
  });

  it('sends no kept secret to another address: it must be stated again', async () => {
    await add({ settings: { organisation: 'acme', url: 'https://code.acme.example/api' } });
    const elsewhere = { organisation: 'acme', url: 'https://elsewhere.example/api' };
    const refused = await send('PUT', '/code', { ...body, settings: elsewhere, secrets: {} });
    expect(refused.json()).toMatchObject({ code: 'LK-VALIDATION' });
    expect(refused.json().detail).toContain('token');
    expect((await send('PUT', '/code', { ...body, settings: elsewhere })).statusCode).toBe(200);
  });

  it('is tested on demand, and keeps the answer until it works', async () => {
    await add({ secrets: { token: 'wrong' } });
    expect((await send('POST', '/code/test')).json()).toEqual({
      ok: false,
      says: ['The token is not right.'],
    });
    const before = (await send('GET', '')).json().items[0];
    expect(before.lastError.says).toEqual(['The token is not right.']);
    await send('PUT', '/code', body);
    expect((await send('POST', '/code/test')).json()).toMatchObject({ ok: true });
    const after = (await send('GET', '')).json().items[0];
    expect(after).toMatchObject({ lastError: null, lastOkAt: server.clock.now().toISOString() });
  });

  it('is removed once, and every change has an entry in the trail', async () => {
    await add();
    await send('PUT', '/code', body);
    expect((await send('DELETE', '/code')).statusCode).toBe(204);
    expect((await send('DELETE', '/code')).statusCode).toBe(404);
    const { rows } = await database.pool.query(
      `select action from audit_entry where subject = 'code' order by at desc, id desc limit 3`,
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'connection.remove',
      'connection.change',
      'connection.add',
    ]);
  });

  it('is none of the business of developers', async () => {
    const developer = await server.cookieOf('dev@acme.example');
    expect((await send('GET', '', undefined, developer)).statusCode).toBe(403);
    expect((await send('POST', '/code/test', {}, developer)).statusCode).toBe(403);
  });

  it('says what it can do; so does every system that could be connected, with what it needs', async () => {
    expect((await add()).json().can).toEqual(['codeHost', 'hooks']);
    const systems = await server.app.inject({ url: '/api/v1/systems', headers: admin });
    expect(systems.json().items).toMatchObject([
      {
        id: 'memory',
        name: 'Memory',
        can: ['codeHost', 'hooks'],
        secrets: [{ name: 'token' }, { name: 'webhook' }],
        example: '',
      },
    ]);
    const developer = await server.cookieOf('dev@acme.example');
    expect((await server.app.inject({ url: '/api/v1/systems', headers: developer })).statusCode).toBe(403);
  });

  it('does not open when it is switched off, nor for what it cannot do', async () => {
    await add();
    await add({ key: 'off', enabled: false });
    expect((await openConnections(deps, 'codeHost')).map(({ key }) => key)).toEqual(['code']);
    expect(await openConnections(deps, 'directory')).toEqual([]);
    await expect(openConnection(deps, { key: 'off' })).rejects.toMatchObject({ code: 'LK-NOT-FOUND' });
    // But it can be tried, so that it is switched on only when it works.
    expect((await send('POST', '/off/test')).json().ok).toBe(true);
  });

  it('says so when its key is gone, and does not keep the others from opening', async () => {
    await add();
    const elsewhere = { ...deps, keys: testKeys() };
    expect(await openConnections(elsewhere, 'codeHost')).toEqual([]);
    const [shown] = (await send('GET', '')).json().items;
    expect(shown.lastError.says[0]).toContain('key');
  });

  it('is sealed under the new key after a rotation, so that the old one may go', async () => {
    await add();
    const { current: fresh } = testKeys();
    const { current: old } = deps.keys;
    const both = {
      ...deps.keys,
      current: fresh,
      byId: (id: Uint8Array) => [fresh, old].find((k) => k.id.equals(id)),
    };
    expect(await resealSecrets({ ...deps, keys: both })).toBe(1);
    expect(await resealSecrets({ ...deps, keys: both })).toBe(0);
    const only = { ...both, byId: (id: Uint8Array) => (fresh.id.equals(id) ? fresh : undefined) };
    const opened = await openConnection({ ...deps, keys: only }, { key: 'code' });
    expect(opened.context.secrets).toEqual({ token: 'right' });
  });
});
