import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectionsDeps } from '../../../test/harness/connections.ts';
import { testDatabase } from '../../../test/harness/database.ts';
import { testServer } from '../../../test/harness/server.ts';
import { ensureDefaultPolicy } from '../policy/public.ts';
import type { NotifyDeps } from './deps.ts';
import { notifyRoutes } from './routes.ts';
import { leaveUrl } from './unsubscribe.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let server: Awaited<ReturnType<typeof testServer>>;
let deps: NotifyDeps;
let sam: Record<string, string>;

beforeAll(async () => {
  database = await testDatabase();
  server = await testServer(database);
  const { clock, ids } = server;
  deps = {
    db: database.db,
    clock,
    ids,
    connections: connectionsDeps(database, clock),
    publicUrl: 'https://lk.example',
  };
  await server.app.register(notifyRoutes(deps));
  await database.db.transaction().execute((tx) => ensureDefaultPolicy(tx, clock.now()));
  const team = {
    id: ids.next(),
    key: 'payments',
    name: 'Payments',
    queue: 'PAY',
    champion: 'sam@acme.example',
  };
  await database.db.insertInto('team').values(team).execute();
  sam = await server.cookieOf('sam@acme.example');
});
afterAll(async () => {
  await server.app.close();
  await database.drop();
});

const get = async (path: string, headers = sam) =>
  (await server.app.inject({ url: `/api/v1/notify/${path}`, headers })).json();
const put = (path: string, payload: object, headers = sam) =>
  server.app.inject({ method: 'PUT', url: `/api/v1/notify/${path}`, headers, payload });
const audited = async () =>
  (await database.db.selectFrom('audit_entry').select('action').where('action', 'like', 'notify.%').execute())
    .length;

describe('what somebody wants to hear', () => {
  it('is the policy’s until they say so, and tells what their role must hear', async () => {
    expect(await get('preferences')).toMatchObject({
      way: null,
      hour: 9,
      mustHear: ['due'],
      reached: [],
      problem: expect.stringContaining('Nothing is connected'),
    });
  });

  it('is kept as they say it, with a line in the audit trail', async () => {
    const before = await audited();
    const quiet = { from: '22:00', to: '07:00', weekends: true };
    const answer = await put('preferences', { hour: 7, timeZone: 'Asia/Kolkata', quiet, muted: ['closed'] });
    expect(answer.statusCode).toBe(200);
    expect(await get('preferences')).toMatchObject({
      hour: 7,
      zoneInUse: 'Asia/Kolkata',
      quiet,
      muted: ['closed'],
    });
    expect(await audited()).toBe(before + 1);
  });

  it.each([
    { hour: 24 },
    { timeZone: 'Mars/Base' },
    { quiet: { from: '9', to: '10:00' } },
    { quiet: { from: '09:00', to: '09:00' } },
    { muted: ['x'] },
  ])('is refused where it makes no sense: %j', async (body) => {
    expect((await put('preferences', body)).statusCode).toBe(400);
  });

  it('is for the people of a team to say, and a team cannot leave', async () => {
    const mia = await server.cookieOf('mia@acme.example');
    expect((await put('teams/payments/preferences', { hour: 8 }, mia)).statusCode).toBe(403);
    expect((await put('teams/payments/preferences', { hour: 7 })).statusCode).toBe(200);
    const security = await server.cookieOf('sec@acme.example', ['security']);
    expect((await put('teams/payments/preferences', { hour: 8 }, security)).statusCode).toBe(200);
    expect((await put('teams/payments/preferences', { left: true }, security)).statusCode).toBe(400);
    expect((await put('teams/nobody/preferences', {}, security)).statusCode).toBe(404);
    expect(await get('teams/payments/digest')).toEqual({ message: null });
  });
});

describe('the link of a mail', () => {
  const path = () => leaveUrl(deps.connections.keys, '', 'sam@acme.example');

  it('changes nothing when it is looked at, and takes its reader off when it is posted, once', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const looked = await server.app.inject({ url: path() });
    expect([looked.statusCode, looked.body.includes('<form method="post">')]).toEqual([200, true]);
    expect(await get('preferences')).toMatchObject({ left: false });
    const before = await audited();
    for (let i = 0; i < 2; i++) {
      const payload = 'List-Unsubscribe=One-Click';
      expect((await server.app.inject({ method: 'POST', url: path(), headers, payload })).statusCode).toBe(
        200,
      );
    }
    expect(await get('preferences')).toMatchObject({ left: true, hour: 7 });
    expect(await audited()).toBe(before + 1);
  });

  it('cannot be made up or changed', async () => {
    for (const url of [`${path().slice(0, -4)}AAAA`, '/api/v1/notify/leave?token=x', '/api/v1/notify/leave'])
      expect((await server.app.inject({ method: 'POST', url })).statusCode).toBe(404);
  });
});
