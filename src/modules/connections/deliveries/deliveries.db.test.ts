import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connectionsDeps } from '../../../../test/harness/connections.ts';
import { testDatabase } from '../../../../test/harness/database.ts';
import { movableClock, testServer } from '../../../../test/harness/server.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { systemIds } from '../../../platform/clock.ts';
import { plan } from '../../../platform/outbox/plan.ts';
import { deliveryRoutes } from './routes.ts';

const ids = systemIds();
const tracker = {
  id: 'tracker',
  name: 'Tracker',
  homePage: 'https://tracker.example',
  secrets: {},
  tickets: {},
};
let database: Awaited<ReturnType<typeof testDatabase>>;
let server: Awaited<ReturnType<typeof testServer>>;
let deps: ReturnType<typeof connectionsDeps>;
let lane: string;

beforeAll(async () => {
  database = await testDatabase();
  const clock = movableClock('2026-03-02T09:00:00Z');
  server = await testServer(database, clock);
  deps = connectionsDeps(database, clock, tracker);
  await server.app.register(deliveryRoutes(deps));
});
afterAll(async () => {
  await server?.app.close();
  await deps?.client.close();
  await database?.drop();
});
beforeEach(async () => {
  await database.pool.query('truncate outbox, outbox_lane; delete from connection');
  lane = ids.next();
  await database.pool.query(
    `insert into connection (id, key, system) values ($1, 'acme-tracker', 'tracker')`,
    [lane],
  );
});

const planned = (...titles: string[]) =>
  database.db.transaction().execute((tx) =>
    plan(
      tx,
      ids,
      titles.map((about) => ({ topic: 'filing', idempotencyKey: about, payload: {}, lane, about })),
    ),
  );
const park = (about: string) =>
  database.pool.query(
    `update outbox set state = 'parked', attempts = 1, error_code = 'LK-REFUSED', last_error = 'The field Team is required' where about = $1`,
    [about],
  );
const get = async (path: string) =>
  server.app.inject({
    url: `/api/v1/deliveries${path}`,
    headers: await server.cookieOf('dev@acme.example', ['developer']),
  });
const post = async (path: string, role: 'developer' | 'security' = 'security') =>
  server.app.inject({
    method: 'POST',
    url: `/api/v1${path}`,
    headers: await server.cookieOf(`${role}@acme.example`, [role]),
  });

describe('deliveries', () => {
  it('are shown to everyone, newest first and page by page, with what they are about and by which connection', async () => {
    await planned('PAY-1', 'PAY-2', 'PAY-3');
    const first = (await get('?limit=2')).json();
    expect(first.items.map(({ about }: { about: string }) => about)).toEqual(['PAY-3', 'PAY-2']);
    expect(first.items[0]).toMatchObject({
      connection: { key: 'acme-tracker', name: 'Tracker' },
      state: 'pending',
      problem: null,
      doneAt: null,
    });
    const second = (await get(`?limit=2&cursor=${first.next}`)).json();
    expect(second).toMatchObject({ items: [{ about: 'PAY-1' }], next: null });
    expect((await get('?connection=nobody')).statusCode).toBe(404);
    expect((await get('?cursor=tkt_1')).statusCode).toBe(404);
  });

  it('that are parked say why and what to do, and are tried again when those who run it ask', async () => {
    await planned('PAY-1', 'PAY-2');
    await park('PAY-1');
    const [parked] = (await get('?state=parked')).json().items;
    expect(parked).toMatchObject({
      about: 'PAY-1',
      problem: {
        code: 'LK-REFUSED',
        says: 'The field Team is required',
        help: expect.stringContaining('replay'),
      },
    });
    expect((await post(`/deliveries/${parked.id}/replay`, 'developer')).statusCode).toBe(403);
    expect((await post(`/deliveries/${parked.id}/replay`)).json()).toEqual({ replayed: 1 });
    expect((await get('?state=parked')).json().items).toEqual([]);
    // Pressed twice: the second finds nothing to do, and says so.
    expect((await post(`/deliveries/${parked.id}/replay`)).statusCode).toBe(409);
    expect((await post(`/deliveries/${toPublicId('ticket', ids.next())}/replay`)).statusCode).toBe(404);
  });

  it('are tried again all at once, and only those of that connection', async () => {
    await planned('PAY-1', 'PAY-2');
    await park('PAY-1');
    await park('PAY-2');
    await database.pool.query(`update outbox set lane = 'another' where about = 'PAY-2'`);
    expect((await post('/connections/acme-tracker/replay')).json()).toEqual({ replayed: 1 });
    expect((await get('?state=parked')).json().items).toMatchObject([{ about: 'PAY-2', connection: null }]);
    const trail = await database.pool.query(
      `select actor, action from audit_entry where action = 'delivery.replay'`,
    );
    expect(trail.rows.length).toBeGreaterThan(0);
  });

  it('have a health: how much waits, how much is stuck, and why a connection pauses', async () => {
    await planned('PAY-1', 'PAY-2', 'PAY-3');
    await park('PAY-1');
    await database.pool.query(`update outbox set state = 'done', done_at = now() where about = 'PAY-2'`);
    await database.pool.query(
      `insert into outbox_lane values ($1, now() + interval '5 minutes', 'Tracker does not accept the credentials', 'LK-CONNECTION', 1)`,
      [lane],
    );
    expect((await get('/health')).json().items).toMatchObject([
      {
        connection: { key: 'acme-tracker' },
        pending: 1,
        parked: 1,
        done: 1,
        paused: { code: 'LK-CONNECTION', says: 'Tracker does not accept the credentials' },
      },
    ]);
  });
});
