import { randomUUID } from 'node:crypto';
import { type ClientRequest, get as httpGet, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/harness/database.ts';
import { until } from '../../../../test/harness/house.ts';
import { testServer } from '../../../../test/harness/server.ts';
import type { MadePublication } from '../../../contract/publications.ts';
import type { Wall } from '../../../contract/wall.ts';
import { createLog } from '../../../platform/log.ts';
import { stillReads } from '../../access/public.ts';
import { fold } from '../rollup/fold.ts';
import { outwardRoutes } from './routes.ts';

type Headers = Record<string, string>;
const EVIL = 'Pay</text><script>alert(1)</script>';

let database: Awaited<ReturnType<typeof testDatabase>>;
let server: Awaited<ReturnType<typeof testServer>>;
let port: number;
let security: Headers;
let reader: Headers;
let number = 0;
const [PAY, WEB, UNIT, TARGET] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];

const now = () => server.clock.now();
const inDays = (days: number) => new Date(now().getTime() + days * 86_400_000);

async function ticket(team: string, dueDays: number | null, closed = false): Promise<void> {
  const fix = randomUUID();
  await database.pool.query(
    `insert into fix (id, kind, target_id, owner_team_id, title, priority, opened_at) values ($1, 'edit', $2, $3, 'F', 1, $4)`,
    [fix, TARGET, team, now()],
  );
  await database.pool.query(
    `insert into ticket (id, fix_id, team_id, queue, number, title, priority, due_at, findings, state, opened_at, closed_at)
     values ($1, $2, $3, 'PAY', $4, 'Secret hole', 1, $5, 1, $6, $7, $8)`,
    [
      ...[randomUUID(), fix, team, ++number, dueDays === null ? null : inDays(dueDays)],
      ...[closed ? 'closed' : 'open', now(), closed ? now() : null],
    ],
  );
}

interface Answer<Body> {
  status: number;
  body: Body;
  headers: Record<string, unknown>;
  text: string;
}
async function call<Body>(
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  headers: Headers,
  payload?: object,
): Promise<Answer<Body>> {
  const answer = await server.app.inject({ method, url, headers, ...(payload && { payload }) });
  const json = /json/.test(String(answer.headers['content-type']));
  return {
    status: answer.statusCode,
    body: (json ? answer.json() : null) as Body,
    headers: answer.headers,
    text: answer.body,
  };
}
const make = async (payload: object, path = '/teams/pay', headers = security) =>
  call<MadePublication>('POST', `/api/v1${path}/publications`, headers, payload);
const pathOf = ({ body }: Answer<MadePublication>) => new URL(body.address).pathname;

interface Heard {
  events: { id: string; event: string; data: Wall }[];
  beats: number;
  ended: boolean;
  answer: IncomingMessage;
  request: ClientRequest;
}

/** A client over a real socket. */
async function listen(path: string, headers: Headers): Promise<Heard> {
  const { promise, resolve, reject } = Promise.withResolvers<Heard>();
  const request = httpGet({ port, path, headers, agent: false }, (answer) => {
    const heard: Heard = { events: [], beats: 0, ended: false, answer, request };
    let rest = '';
    answer.setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\n\n');
      rest = parts.pop() ?? '';
      for (const part of parts) {
        if (part.startsWith(':')) heard.beats++;
        const fields = new Map(part.split('\n').map((line) => line.split(/: (.*)/s) as [string, string]));
        if (fields.has('data'))
          heard.events.push({
            id: fields.get('id')!,
            event: fields.get('event')!,
            data: JSON.parse(fields.get('data')!) as Wall,
          });
      }
    });
    answer.on('close', () => (heard.ended = true)).on('error', () => {});
    resolve(heard);
  });
  request.on('error', reject);
  return promise;
}

beforeAll(async () => {
  database = await testDatabase();
  server = await testServer(database);
  const { pool, db } = database;
  const { credentials } = server;
  const publicUrl = () => 'https://lanekeeper.example';
  await server.app.register(
    outwardRoutes({
      ...{ db, pool, clock: server.clock, ids: server.ids, log: createLog('silent'), publicUrl },
      stillReads: stillReads({ credentials, publicUrl }),
      live: { beatMs: 100, refreshMs: 60_000, most: 110 },
    }),
  );
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  port = (server.app.server.address() as { port: number }).port;
  security = await server.cookieOf('sam@acme.example', ['security']);
  reader = await server.bearer(['read']);
  await pool.query(`insert into business_unit (id, key, name) values ($1, 'shop', 'Shop')`, [UNIT]);
  await pool.query(
    `insert into team (id, key, name, queue, business_unit_id) values ($1, 'pay', $2, 'PAY', $3), ($4, 'web', 'Web', 'WEB', null)`,
    [PAY, EVIL, UNIT, WEB],
  );
  await pool.query(`insert into target (id, kind, key) values ($1, 'image', 'shop')`, [TARGET]);
});
afterAll(async () => {
  await server.app.close();
  await database.drop();
});

describe('an empty organisation', () => {
  it('has a wall of zeros', async () => {
    const { body } = await call<Wall>('GET', '/api/v1/wall', reader);
    expect(body).toMatchObject({ open: 0, overdue: 0, dueSoon: 0, next: [], fixes: [] });
    expect(body.days).toHaveLength(14);
    expect((await call('GET', '/api/v1/wall?team=nobody', reader)).status).toBe(404);
    expect((await call('GET', '/api/v1/wall', {})).status).toBe(401);
  });
});

describe('walls, badges and frames', () => {
  beforeAll(async () => {
    await ticket(PAY, -3);
    await ticket(PAY, 2);
    await ticket(PAY, 40);
    await ticket(PAY, null);
    await ticket(PAY, 1, true);
    await ticket(WEB, 5);
    await fold(database.db, now());
  });

  it('a wall counts what is open, overdue, due and done today, of everybody, a unit or a team', async () => {
    const of = async (query: string) => (await call<Wall>('GET', `/api/v1/wall${query}`, reader)).body;
    const all = await of('');
    expect([all.open, all.overdue, all.dueSoon]).toEqual([5, 1, 2]);
    expect(all.days.at(-1)).toEqual({ day: '2026-03-02', opened: 6, closed: 1 });
    expect(all.next.map(({ team }) => team)).toEqual([EVIL, 'Web', EVIL]);
    expect(all.fixes).toHaveLength(1);
    for (const query of ['?unit=shop', '?team=pay']) {
      const some = await of(query);
      expect([some.open, some.overdue, some.dueSoon, some.next.length]).toEqual([4, 1, 1, 2]);
    }
  });

  it('a badge tells counts as an image that may stand anywhere and do nothing', async () => {
    const made = await make({ kind: 'badge', title: EVIL });
    expect(made.status).toBe(201);
    const badge = await call('GET', pathOf(made), {});
    expect(badge.status).toBe(200);
    expect(badge.headers).toMatchObject({
      'content-type': 'image/svg+xml; charset=utf-8',
      'cache-control': 'public, max-age=60',
      'cross-origin-resource-policy': 'cross-origin',
      'x-frame-options': 'DENY',
    });
    expect(badge.text).toContain('1 overdue');
    expect(badge.text.toLowerCase()).not.toContain('<script');
    expect(badge.text).not.toContain('Secret hole');
  });

  it('a frame may be shown by the pages that it names, everything else by none', async () => {
    const framedBy = ['https://wiki.acme.example', 'https://*.intra.acme.example:8443'];
    const made = await make({ kind: 'frame', title: EVIL, framedBy });
    const frame = await call('GET', pathOf(made), {});
    expect(frame.status).toBe(200);
    expect(frame.headers['x-frame-options']).toBeUndefined();
    expect(frame.headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors ${framedBy.join(' ')}`,
    );
    expect(frame.text.toLowerCase()).not.toContain('<script');
    expect((await call('GET', '/frame.css', {})).headers['x-frame-options']).toBe('DENY');
  });

  it.each([
    ['a frame for nobody', { kind: 'frame', title: 'x', framedBy: [] }],
    [
      'a policy smuggled in',
      { kind: 'frame', title: 'x', framedBy: ["https://a.example; script-src 'unsafe-inline'"] },
    ],
    ['a badge that is framed', { kind: 'badge', title: 'x', framedBy: ['https://a.example'] }],
    ['no title', { kind: 'badge', title: '  ' }],
  ])('refuses %s', async (_, payload) => {
    expect((await make(payload)).status).toBe(400);
  });

  it('a key opens its own kind only, and nothing once it is withdrawn; both are in the audit trail', async () => {
    const made = await make({ kind: 'badge', title: 'Pay' });
    const key = pathOf(made).slice('/badge/'.length, -'.svg'.length);
    expect((await call('GET', `/frame/${key}`, {})).status).toBe(404);
    expect((await call('POST', '/api/v1/screen', {}, { key })).status).toBe(401);
    expect((await call('DELETE', `/api/v1/units/shop/publications/${made.body.id}`, security)).status).toBe(
      404,
    );
    expect((await call('DELETE', `/api/v1/teams/pay/publications/${made.body.id}`, security)).status).toBe(
      204,
    );
    expect((await call('GET', `/badge/${key}.svg`, {})).status).toBe(404);
    expect((await call('DELETE', `/api/v1/teams/pay/publications/${made.body.id}`, security)).status).toBe(
      404,
    );
    const { rows } = await database.pool.query(
      `select action, detail::text from audit_entry where subject = $1 order by id`,
      [made.body.id],
    );
    expect(rows.map(({ action }) => action)).toEqual(['publication.make', 'publication.withdraw']);
    expect(JSON.stringify(rows)).not.toContain(key);
    const kept = await database.pool.query('select * from publication');
    expect(JSON.stringify(kept.rows)).not.toContain(key);
    const list = await call<{ items: { id: string }[] }>('GET', '/api/v1/publications?team=pay', reader);
    expect(list.body.items.map(({ id }) => id)).not.toContain(made.body.id);
  });

  it('is made by security, and for a team by its manager and champion; by others not', async () => {
    const payload = { kind: 'badge', title: 'x' };
    const as = async (email: string, path: string) =>
      (await make(payload, path, await server.cookieOf(email))).status;
    await database.pool.query(`update team set manager = 'mo@acme.example' where key = 'pay'`);
    await database.pool.query(`update team set champion = 'cho@acme.example' where key = 'pay'`);
    expect(await as('mo@acme.example', '/teams/pay')).toBe(201);
    expect(await as('cho@acme.example', '/teams/pay')).toBe(201);
    expect(await as('mo@acme.example', '/teams/web')).toBe(403);
    expect(await as('mo@acme.example', '')).toBe(403);
    expect(await as('dev@acme.example', '/teams/pay')).toBe(403);
  });

  it('a screen trades its key for a cookie that opens its wall without titles, and nothing else', async () => {
    const made = await make({ kind: 'wall', title: 'Kitchen' }, '');
    const [address, key] = made.body.address.split('#key=');
    expect(address).toBe('https://lanekeeper.example/wall');
    const entered = await call('POST', '/api/v1/screen', {}, { key });
    expect(entered.status).toBe(204);
    const set = String(entered.headers['set-cookie']);
    expect(set).toMatch(/; Path=\/api\/v1\/screen; HttpOnly; Secure; SameSite=Strict/);
    const cookie = { cookie: set.split(';')[0]! };
    const { status, text } = await call<Wall>('GET', '/api/v1/screen', cookie);
    expect(status).toBe(200);
    expect(text).not.toContain('Secret hole');
    expect((await call('GET', '/api/v1/wall', cookie)).status).toBe(401);
    expect((await call('GET', '/api/v1/screen', {})).status).toBe(401);
    expect((await call('POST', '/api/v1/screen', {}, { key: 'guess' })).status).toBe(401);

    const heard = await listen('/api/v1/screen/live', cookie);
    await until(() => heard.events.length > 0);
    expect(heard.events[0]!.data.next.every(({ title }) => title === null)).toBe(true);
    await call('DELETE', `/api/v1/publications/${made.body.id}`, security);
    await until(() => heard.ended);
    expect((await call('GET', '/api/v1/screen', cookie)).status).toBe(401);
  });
});

describe('live', () => {
  it('tells at once, again when the counts change, and keeps the line warm in between', async () => {
    const heard = await listen('/api/v1/live', reader);
    expect(heard.answer.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-frame-options': 'DENY',
    });
    await until(() => heard.events.length === 1);
    const before = heard.events[0]!.data.open;
    await until(() => heard.beats >= 2);
    expect(heard.events).toHaveLength(1);
    await ticket(WEB, 3);
    await fold(database.db, now());
    await until(() => heard.events.length === 2);
    expect(heard.events[1]!.data.open).toBe(before + 1);
    heard.request.destroy();
  });

  it('who comes back having seen the newest is told only what is new', async () => {
    const first = await listen('/api/v1/live', reader);
    await until(() => first.events.length === 1);
    const { id } = first.events[0]!;
    first.request.destroy();
    const again = await listen('/api/v1/live', { ...reader, 'last-event-id': id });
    await until(() => again.beats >= 2);
    expect(again.events).toEqual([]);
    await ticket(WEB, 3);
    await fold(database.db, now());
    await until(() => again.events.length === 1);
    expect(Number(again.events[0]!.id)).toBeGreaterThan(Number(id));
    again.request.destroy();
    const behind = await listen('/api/v1/live', { ...reader, 'last-event-id': id });
    await until(() => behind.events.length === 1);
    behind.request.destroy();
  });

  it('ends when the session ends', async () => {
    const ada = await server.cookieOf('ada@acme.example');
    const heard = await listen('/api/v1/live', ada);
    await until(() => heard.events.length === 1);
    await database.pool.query(
      `delete from session where person_id = (select id from person where email = 'ada@acme.example')`,
    );
    server.credentials.forget();
    await until(() => heard.ended);
  });

  it('serves a hundred clients alike, though one of them takes nothing; more than it can serve are told so', async () => {
    const slow = connect(port, '127.0.0.1');
    slow.write(`GET /api/v1/live HTTP/1.1\r\nhost: x\r\nauthorization: ${reader['authorization']}\r\n\r\n`);
    slow.pause();
    const clients = await Promise.all(Array.from({ length: 100 }, () => listen('/api/v1/live', reader)));
    await until(() => clients.every(({ events }) => events.length === 1));
    for (let round = 1; round <= 3; round++) {
      await ticket(WEB, 3);
      await fold(database.db, now());
      await until(() => clients.every(({ events }) => events.length === 1 + round));
    }
    const newest = clients.map(({ events }) => JSON.stringify(events.at(-1)));
    expect(new Set(newest).size).toBe(1);
    const more = await Promise.all(Array.from({ length: 12 }, () => listen('/api/v1/live', reader)));
    expect(more.filter(({ answer }) => answer.statusCode === 429).length).toBeGreaterThanOrEqual(2);
    for (const { request } of [...clients, ...more]) request.destroy();
    slow.destroy();
    await until(async () => {
      const one = await listen('/api/v1/live', reader);
      one.request.destroy();
      return one.answer.statusCode === 200;
    });
  });

  it('closes at shutdown, without waiting for who still listens', async () => {
    const heard = await listen('/api/v1/live', reader);
    await until(() => heard.events.length === 1);
    const begun = performance.now();
    await server.app.close();
    await until(() => heard.ended);
    expect(performance.now() - begun).toBeLessThan(5_000);
    await sleep(0);
  });
});
