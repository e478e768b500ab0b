import { hash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/harness/database.ts';
import { testServer } from '../../../../test/harness/server.ts';
import { openDatabase } from '../../../platform/database/database.ts';
import type { DB } from '../../schema.gen.ts';
import { audit, auditAll } from '../audit.ts';
import { readHead } from './chain.ts';
import { sealAudit } from './seal-audit.ts';
import { verifyAudit } from './verify-audit.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

/** What only somebody with the rights of a superuser can do: past the triggers that refuse it. */
async function tamper(...statements: string[]): Promise<void> {
  const client = await database.pool.connect();
  await client.query('begin');
  await client.query(`set local session_replication_role = replica`);
  for (const statement of statements) await client.query(statement);
  await client.query('commit');
  client.release();
}

const emptyTrail = () =>
  tamper('delete from audit_seal', 'delete from audit_unsealed', 'delete from audit_entry');
const write = (...actions: string[]) =>
  auditAll(
    database.db,
    'kim@acme.example',
    actions.map((action) => ({ action, subject: 'x', detail: { b: 1, a: 'ü"' } })),
  );
/** Five sealed entries by their ids, in the order of their seals. */
async function five(): Promise<number[]> {
  await write('a.one', 'a.two', 'a.three', 'a.four', 'a.five');
  expect(await sealAudit(database.db)).toBe(5);
  const { rows } = await database.pool.query('select entry_id from audit_seal order by seq');
  return rows.map(({ entry_id }) => entry_id);
}
const broken = async (head?: string) =>
  (await verifyAudit(database.db, head === undefined ? null : readHead(head))).broken;

beforeEach(emptyTrail);

describe('the chain', () => {
  it('is whole over entries written singly and together, and its hashes can be computed anew from what is exported', async () => {
    await audit(database.db, 'system', 'token.add', 'tok_1', { name: 'ci' });
    await write('a.one', 'a.two', 'a.three', 'a.four', 'a.five');
    expect(await sealAudit(database.db)).toBe(6);
    const found = await verifyAudit(database.db);
    expect(found).toMatchObject({ sealed: 6, broken: null, waiting: { entries: 0, since: null } });
    const { rows } = await database.pool.query(
      `select s.seq, e.id::text, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, actor, action,
         subject, detail::text as detail from audit_seal s join audit_entry e on e.id = s.entry_id order by s.seq`,
    );
    let before = Buffer.alloc(32);
    for (const { seq, id, at, actor, action, subject, detail } of rows) {
      const text = JSON.stringify([seq, id, at, actor, action, subject, detail]);
      before = hash('sha256', Buffer.concat([before, Buffer.from(text)]), 'buffer') as Buffer<ArrayBuffer>;
    }
    expect(found.head).toBe(`6:${before.toString('hex')}`);
  });

  it.each<[string, (ids: number[]) => string[], (ids: number[]) => string]>([
    [
      'a changed entry',
      (ids) => [`update audit_entry set actor = 'other' where id = ${ids[2]}`],
      (ids) => `entry ${ids[2]} is not what seal 3`,
    ],
    [
      'a changed detail',
      (ids) => [`update audit_entry set detail = '{"a":"u"}' where id = ${ids[4]}`],
      (ids) => `entry ${ids[4]} is not what seal 5`,
    ],
    [
      'a changed time',
      (ids) => [`update audit_entry set at = at + interval '1 microsecond' where id = ${ids[0]}`],
      (ids) => `entry ${ids[0]} is not what seal 1`,
    ],
    [
      'a removed entry',
      (ids) => [`delete from audit_entry where id = ${ids[1]}`],
      (ids) => `entry ${ids[1]} is missing; seal 2`,
    ],
    [
      'an entry removed with its seal',
      (ids) => [`delete from audit_seal where seq = 3`, `delete from audit_entry where id = ${ids[2]}`],
      () => 'seal 3 is missing',
    ],
    [
      'an entry and its seal removed, the rest moved up',
      (ids) => [
        `delete from audit_seal where seq = 3`,
        `delete from audit_entry where id = ${ids[2]}`,
        `update audit_seal set seq = seq - 1 where seq = 4`,
        `update audit_seal set seq = seq - 1 where seq = 5`,
      ],
      (ids) => `entry ${ids[3]} is not what seal 3`,
    ],
    [
      'two entries that changed places',
      (ids) => [
        `update audit_seal set entry_id = 0 where seq = 2`,
        `update audit_seal set entry_id = ${ids[1]} where seq = 4`,
        `update audit_seal set entry_id = ${ids[3]} where seq = 2`,
      ],
      (ids) => `entry ${ids[3]} is not what seal 2`,
    ],
    [
      'two seals that changed places',
      () => [
        `update audit_seal set seq = 99 where seq = 2`,
        `update audit_seal set seq = 2 where seq = 4`,
        `update audit_seal set seq = 4 where seq = 99`,
      ],
      (ids) => `entry ${ids[3]} is not what seal 2`,
    ],
    [
      'a changed seal',
      () => [`update audit_seal set hash = '\\x00' where seq = 5`],
      (ids) => `entry ${ids[4]} is not what seal 5`,
    ],
    [
      'an entry that was put in',
      () => [
        `insert into audit_entry (id, actor, action, subject) overriding system value values (-1, 'x', 'y', 'z')`,
      ],
      () => 'entry -1 has no seal and waits for none',
    ],
    [
      'an entry that was put in with a seal',
      () => [
        `insert into audit_entry (id, actor, action, subject) overriding system value values (-1, 'x', 'y', 'z')`,
        `insert into audit_seal values (6, -1, '\\x1234')`,
      ],
      () => 'entry -1 is not what seal 6',
    ],
    [
      'a removed seal',
      () => [`delete from audit_seal where seq = 5`],
      (ids) => `entry ${ids[4]} has no seal`,
    ],
  ])('tells of %s', async (_name, how, told) => {
    const ids = await five();
    expect(await broken()).toBeNull();
    await tamper(...how(ids));
    expect(await broken()).toContain(told(ids));
  });

  it('cut off at its end, or made anew, is not the one that was written down', async () => {
    const ids = await five();
    const { head } = await verifyAudit(database.db);
    expect(await broken(head)).toBeNull();
    await write('b.later');
    await sealAudit(database.db);
    expect(await broken(head)).toBeNull();
    await tamper(`delete from audit_seal where seq > 4`, `delete from audit_entry where id >= ${ids[4]}`);
    expect(await broken()).toBeNull();
    expect(await broken(head)).toContain('seal 5 is missing: the trail ends at 4');

    await write('b.instead');
    await sealAudit(database.db);
    expect(await broken()).toBeNull();
    expect(await broken(head)).toContain('seal 5 is not the one that was written down');
  });

  it('knows the form of a head', () => {
    expect(readHead(`12:${'0f'.repeat(32)}`)).toEqual({ seq: 12, hash: '0f'.repeat(32) });
    for (const text of ['', '12', `x:${'0'.repeat(64)}`, `1:${'0'.repeat(63)}`])
      expect(readHead(text)).toBeNull();
  });
});

describe('sealing', () => {
  it('by several processes at once seals each entry once', async () => {
    const others = [1, 2, 3].map(() => openDatabase<DB>(database.url));
    for (let round = 0; round < 5; round++) {
      await write(...Array.from({ length: 40 }, (_, n) => `r.n${n}`));
      await Promise.all(others.map(({ db }) => sealAudit(db)));
    }
    while ((await sealAudit(database.db)) > 0);
    await Promise.all(others.map((one) => one.close()));
    expect(await verifyAudit(database.db)).toMatchObject({
      sealed: 200,
      broken: null,
      waiting: { entries: 0 },
    });
  });

  it('that is killed in the middle has sealed nothing, and goes on afterwards', async () => {
    await write('a.one', 'a.two');
    const { rows } = await database.pool.query('select max(id) as id from audit_entry');
    // The connection dies while the seals are written.
    await tamper(
      `create function die() returns trigger language plpgsql as $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$`,
      `create trigger die before insert on audit_seal for each row when (new.entry_id = ${rows[0].id}) execute function die()`,
    );
    await expect(sealAudit(database.db)).rejects.toThrow();
    await database.pool.query('drop trigger die on audit_seal; drop function die()');
    expect(await verifyAudit(database.db)).toMatchObject({ sealed: 0, waiting: { entries: 2 } });
    expect(await sealAudit(database.db)).toBe(2);
    expect(await broken()).toBeNull();
  });

  it('takes an entry that was begun earlier and committed later after those that were there before it', async () => {
    const client = await database.pool.connect();
    await client.query('begin');
    await client.query(`insert into audit_entry (actor, action, subject) values ('x', 'slow.one', 'y')`);
    await write('fast.one');
    await sealAudit(database.db);
    await client.query('commit');
    client.release();
    await sealAudit(database.db);
    const { rows } = await database.pool.query(
      `select e.action from audit_seal s join audit_entry e on e.id = s.entry_id order by s.seq`,
    );
    expect(rows.map(({ action }) => action)).toEqual(['fast.one', 'slow.one']);
    expect(await broken()).toBeNull();
  });

  it('and verifying 100,000 entries takes seconds and little memory', async () => {
    await database.pool.query(
      `insert into audit_entry (actor, action, subject, detail)
       select 'system', 'bulk.change', 'x', jsonb_build_object('n', n) from generate_series(1, 100000) n`,
    );
    while ((await sealAudit(database.db)) > 0);
    const heap = process.memoryUsage().heapUsed;
    const begun = performance.now();
    expect(await verifyAudit(database.db)).toMatchObject({ sealed: 100_000, broken: null });
    expect(performance.now() - begun).toBeLessThan(15_000);
    expect(process.memoryUsage().heapUsed - heap).toBeLessThan(150 * 1024 ** 2);
  }, 120_000);
});

describe('the trail over HTTP', () => {
  it('is filtered by who, what, to what and when, and taken along as lines or cells', async () => {
    const server = await testServer(database);
    await server.app.ready();
    const headers = await server.cookieOf('sec@acme.example', ['security']);
    await emptyTrail();
    await audit(database.db, 'kim@acme.example', 'ticket.change', 'tkt_1', { note: '=1+1' });
    await audit(database.db, 'kim@acme.example', 'ticketing.other', 'tkt_1');
    await audit(database.db, 'token:ci', 'ticket.comment', 'tkt_2');
    await sealAudit(database.db);
    await audit(database.db, 'token:ci', 'person.add', 'per_1');
    const get = async (url: string) =>
      server.app.inject({ method: 'GET', url: `/api/v1/audit${url}`, headers });
    const actions = async (query: string) =>
      (await get(`?${query}`)).json().items.map(({ action }: { action: string }) => action);
    expect(await actions('')).toEqual(['person.add', 'ticket.comment', 'ticketing.other', 'ticket.change']);
    expect(await actions('actor=token:ci')).toEqual(['person.add', 'ticket.comment']);
    expect(await actions('action=ticket')).toEqual(['ticket.comment', 'ticket.change']);
    expect(await actions('action=ticket.change&subject=tkt_1')).toEqual(['ticket.change']);
    expect(await actions('to=2026-01-01')).toEqual([]);
    expect((await actions('from=2026-01-01')).length).toBe(4);
    expect((await get('?from=soon')).statusCode).toBe(400);
    expect((await get('')).json().items.map(({ seal }: { seal: number | null }) => seal)).toEqual([
      null,
      3,
      2,
      1,
    ]);

    const lines = (await get('/export?action=ticket')).body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      {
        action: 'ticket.change',
        detail: { note: '=1+1' },
        seal: 1,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      { action: 'ticket.comment', seal: 3 },
    ]);
    const csv = await get('/export?format=csv&actor=kim@acme.example');
    expect(csv.headers['content-type']).toContain('text/csv');
    expect(csv.body.split('\r\n')[0]).toBe('id,at,actor,action,subject,detail,seal,hash');
    expect((await actions('action=audit.export')).length).toBe(2);

    const { head } = (await get('/head')).json();
    expect(readHead(head)?.seq).toBe(3);
    await server.app.close();
  });

  it('says how many wait for their seal up to a thousand, and since when', async () => {
    const server = await testServer(database);
    await server.app.ready();
    const headers = await server.cookieOf('chief@acme.example', ['security']);
    await emptyTrail();
    const waitingNow = async () =>
      (await server.app.inject({ method: 'GET', url: '/api/v1/audit/head', headers })).json().waiting;
    expect(await waitingNow()).toEqual({ entries: 0, more: false, since: null });
    const write = (count: number) =>
      database.pool.query(
        `insert into audit_entry (at, actor, action, subject)
         select '2026-03-01T10:00:00Z'::timestamptz + n * interval '1 second', 'system', 'x.y', 'z'
         from generate_series(1, $1::int) n`,
        [count],
      );
    await write(1_000);
    const since = '2026-03-01T10:00:01.000Z';
    expect(await waitingNow()).toEqual({ entries: 1_000, more: false, since });
    await write(1);
    expect(await waitingNow()).toEqual({ entries: 1_000, more: true, since });
    await server.app.close();
  });
});
