import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bytesOf, openTestHouse, type TestHouse } from '../../../test/harness/house.ts';
import { sarif, trivy } from '../../../test/harness/reports.ts';
import { type RunningServer, startServer } from '../../app/server.ts';
import type { Scan } from '../../contract/scans.ts';
import type { Problem } from '../../contract/shapes.ts';
import { addToken } from '../access/public.ts';

const LIMIT = 12 * 1024 * 1024;
let home: TestHouse;
let server: RunningServer;
let token: string;
let number = 0;

beforeAll(async () => {
  home = await openTestHouse({ maxUpload: LIMIT });
  server = await startServer(home.house, { port: 0 });
  token = await newToken(null);
});
afterAll(async () => {
  await server.close();
  await home.close();
});
afterEach(async () => {
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
});

const newToken = async (expiresAt: Date | null) => {
  const wanted = { name: 'pipeline', scopes: ['scans:write' as const], expiresAt };
  const { db, ids } = { ...home.house.database, ids: home.house.ids };
  return (await db.transaction().execute((tx) => addToken(tx, ids, wanted, 'test'))).token;
};

interface Sending {
  token?: string;
  headers?: Record<string, string>;
}
async function post(path: string, body: BodyInit | null, sending: Sending = {}) {
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${sending.token ?? token}`,
      ...(body !== null && { 'content-type': 'application/octet-stream' }),
      ...sending.headers,
    },
    body,
    duplex: 'half',
  } as RequestInit);
  return {
    status: response.status,
    body: (await response.json()) as Problem & { id: string; state: string },
  };
}
const send = (report: unknown, query: Record<string, string>, sending?: Sending) =>
  post(`/api/v1/scans?${new URLSearchParams(query)}`, bytesOf(report) as unknown as BodyInit, sending);
const scanOf = async (id: string): Promise<Scan> => {
  const response = await fetch(`${server.url}/api/v1/scans/${id}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return (await response.json()) as Scan;
};
/** Sends a report of its own repository and waits for what becomes of it. */
async function outcome(report: unknown, query: Record<string, string> = {}) {
  const repository = `acme/bad-${++number}`;
  const accepted = await send(report, { repository, ...query });
  expect(accepted.status).toBe(202);
  await home.settle(20_000);
  return { repository, scan: await scanOf(accepted.body.id) };
}
const rowsOf = async (repository: string) =>
  (
    await home.rows<{ n: number }>(
      `select (select count(*) from finding f where f.target_id = t.id) + (select count(*) from fix x where x.target_id = t.id)
         + (select count(*) from stream s where s.target_id = t.id) as n from target t where t.key = $1`,
      [repository],
    )
  ).reduce((sum, { n }) => sum + n, 0);
const blobFiles = async () =>
  (await readdir(join(home.dataDir, 'blobs'), { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );

const laughs = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
  <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><OWASPZAPReport version="2.14"><site name="&c;"/></OWASPZAPReport>`;
const whole = JSON.stringify(sarif([{ path: 'a.ts' }, { path: 'b.ts' }]));
const utf16WithoutMark = Buffer.from(whole, 'utf16le').subarray(0, -1);

describe('a report that cannot be read fails with a stable code, keeps its bytes and stores nothing', () => {
  const cases: [name: string, report: unknown, code: string, query?: Record<string, string>][] = [
    ['words', 'this is not a report', 'LK-READ-NOT-A-REPORT'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452ffd8ffe0', 'hex'), 'LK-READ-ENCODING'],
    ['a document of another sort', '{"hello":"world"}', 'LK-READ-UNKNOWN'],
    ['cut off in the middle', whole.slice(0, whole.length / 2), 'LK-READ-TRUNCATED'],
    ['cut off in the middle of a result', whole.slice(0, -60), 'LK-READ-TRUNCATED'],
    ['ten million levels of nesting', '['.repeat(10_000_000), 'LK-READ-TOO-DEEP', { tool: 'sarif' }],
    [
      'deep inside of a result',
      whole.replace('"sql-injection"', `${'['.repeat(5000)}${']'.repeat(5000)}`),
      'LK-READ-TOO-DEEP',
    ],
    ['a billion laughs', laughs, 'LK-READ-XML-ENTITY'],
    ['a bomb', gzipSync(Buffer.alloc(64 * 1024 * 1024)), 'LK-READ-ZIP'],
    ['half an archive', gzipSync(whole).subarray(0, 60), 'LK-READ-TRUNCATED'],
    [
      'a document of another sort, said to be a report',
      '{"hello":"world"}',
      'LK-READ-NOT-A-REPORT',
      { tool: 'zap' },
    ],
  ];
  it.each(cases)('%s', async (_, report, code, query) => {
    const { repository, scan } = await outcome(report, query);
    expect(scan).toMatchObject({ state: 'failed', error: { code }, bytes: bytesOf(report).length });
    expect(scan.error?.help).not.toBe('');
    expect(await rowsOf(repository)).toBe(0);
    const [{ blob }] = (await home.rows('select blob from scan where bytes = $1', [scan.bytes])) as [
      { blob: string },
    ];
    expect(await home.house.blobs.size(blob)).toBe(scan.bytes);
    // Trying again works, and ends the same way: the bytes have not become better.
    expect((await post(`/api/v1/scans/${scan.id}/retry`, null)).status).toBe(202);
    await home.settle(20_000);
    expect(await scanOf(scan.id)).toMatchObject({ state: 'failed', error: { code } });
    expect(await rowsOf(repository)).toBe(0);
  });

  it('and is taken in whole by a retry once the reason is gone', async () => {
    const { limits } = home.house.line;
    const { maxObservations } = limits;
    limits.maxObservations = 1;
    const { repository, scan } = await outcome(whole);
    expect(scan).toMatchObject({ state: 'failed', error: { code: 'LK-READ-TOO-MANY' } });
    expect(await rowsOf(repository)).toBe(0);
    if (maxObservations !== undefined) limits.maxObservations = maxObservations;
    await post(`/api/v1/scans/${scan.id}/retry`, null);
    await home.settle();
    expect(await scanOf(scan.id)).toMatchObject({
      state: 'done',
      error: null,
      observations: 2,
      delta: { opened: 2 },
    });
    expect(await post(`/api/v1/scans/${scan.id}/retry`, null)).toMatchObject({
      status: 409,
      body: { code: 'LK-CONFLICT' },
    });
    const nobody = scan.id.replace(/\w{6}$/, '000000');
    expect(await post(`/api/v1/scans/${nobody}/retry`, null)).toMatchObject({
      status: 404,
      body: { code: 'LK-NOT-FOUND' },
    });
  });
});

describe('an odd report is taken in for what it is worth', () => {
  it.each([
    [
      'NUL and half characters in its strings',
      { message: 'bad \0 and \ud800 text', path: 'src/\0a.ts', text: 'x\0y' },
    ],
    ['names of prototypes', { rule: '__proto__', path: 'constructor', message: 'toString' }],
    ['strings of a megabyte', { message: 'm'.repeat(1_000_000), text: randomBytes(300_000).toString('hex') }],
  ])('%s', async (_, result) => {
    const { repository, scan } = await outcome(sarif([result, {}]));
    expect(scan).toMatchObject({ state: 'done', error: null, delta: { opened: 2 } });
    expect(await rowsOf(repository)).toBeGreaterThan(2);
    expect(({} as Record<string, unknown>)['kind']).toBeUndefined();
  });

  it('names longer than an index can hold', async () => {
    const long = randomBytes(6000).toString('base64url');
    const weakness = { cve: `CVE-2024-${'1'.repeat(5000)}`, name: long, version: '1', fixed: ['2'] };
    const { scan } = await outcome(trivy([weakness, { ...weakness, cve: long, name: 'x' }]));
    expect(scan).toMatchObject({ state: 'done', error: null, delta: { opened: 2 } });
  });

  it('keys of prototypes in the document itself', async () => {
    const text = whole.replace(
      '"version"',
      '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":1}},"version"',
    );
    expect((await outcome(text)).scan).toMatchObject({ state: 'done' });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('UTF-16, with a byte order mark', async () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(whole, 'utf16le')]);
    expect((await outcome(bytes)).scan).toMatchObject({ state: 'done', delta: { opened: 2 } });
  });

  it('a wrong encoding never lets a half-read report through', async () => {
    const { scan } = await outcome(utf16WithoutMark);
    if (scan.state === 'done') expect(scan.observations).toBe(2);
    else expect(scan.error?.code).toMatch(/^LK-READ-/);
  });
});

describe('a request that cannot be right is refused before anything is stored', () => {
  const counts = async () => [
    (await blobFiles()).length,
    ...Object.values(
      (await home.rows('select (select count(*) from scan) s, (select count(*) from target) t'))[0]!,
    ),
  ];

  it('over the limit, told or not told beforehand', async () => {
    const before = await counts();
    const tooLarge = new Uint8Array(LIMIT + 1);
    expect(
      await send(tooLarge.length ? Buffer.from(tooLarge) : '', { repository: 'acme/large' }),
    ).toMatchObject({
      status: 413,
      body: { code: 'LK-TOO-LARGE' },
    });
    const chunk = new Uint8Array(1024 * 1024);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => (sent++ < 200 ? controller.enqueue(chunk) : controller.close()),
    });
    const answer = await post('/api/v1/scans?repository=acme/large', endless).catch((error: Error) => error);
    if (!(answer instanceof Error))
      expect(answer).toMatchObject({ status: 413, body: { code: 'LK-TOO-LARGE' } });
    expect(sent).toBeLessThan(200);
    expect(await counts()).toEqual(before);
  });

  it.each<[string, Record<string, string>]>([
    ['nothing that was scanned', {}],
    ['a tool nobody knows', { repository: 'acme/x', tool: 'no-such-tool' }],
    ['a target of no kind', { target: 'spaceship:acme' }],
    ['a target without a key', { target: 'image:' }],
    ['a NUL in a name', { repository: 'acme/\0x' }],
    ['a NUL in a branch', { repository: 'acme/x', branch: 'a\0b' }],
    ['coverage that is no JSON', { repository: 'acme/x', coverage: '{' }],
    ['coverage of another shape', { repository: 'acme/x', coverage: '{"paths":[1]}' }],
    ['coverage with a NUL', { repository: 'acme/x', coverage: '{"ruleSet":"a\\u0000"}' }],
    ['the year 0', { repository: 'acme/x', at: '0000-01-01T00:00:00Z' }],
    ['a time that is none', { repository: 'acme/x', at: 'yesterday' }],
    ['the far future', { repository: 'acme/x', at: '9999-12-31T23:59:59Z' }],
  ])('%s', async (_, query) => {
    const before = await counts();
    expect(await send(whole, query)).toMatchObject({ status: 400, body: { code: 'LK-VALIDATION' } });
    expect(await counts()).toEqual(before);
  });

  it('a finding by hand, a word to search for, with a NUL', async () => {
    const before = await counts();
    const finding = {
      title: 'A finding',
      severity: 'low',
      phase: 'test',
      target: { kind: 'repository', key: 'acme/x' },
    };
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ ...finding, description: 'a\0b' });
    expect(await post('/api/v1/findings', body, { headers })).toMatchObject({
      status: 400,
      body: { code: 'LK-VALIDATION' },
    });
    expect(await counts()).toEqual(before);
  });

  it('an empty body', async () => {
    const before = await home.rows('select count(*) from scan');
    expect(await send('', { repository: 'acme/x' })).toMatchObject({
      status: 400,
      body: { code: 'LK-VALIDATION' },
    });
    expect(await home.rows('select count(*) from scan')).toEqual(before);
  });

  it('an expired token, a wrong one, none', async () => {
    const before = await counts();
    const expired = await newToken(new Date(home.clock.now().getTime() - 1000));
    const query = { repository: 'acme/x' };
    expect(await send(whole, query, { token: expired })).toMatchObject({
      status: 401,
      body: { code: 'LK-TOKEN-EXPIRED' },
    });
    for (const wrong of [`${token.slice(0, -1)}!`, 'x'])
      expect(await send(whole, query, { token: wrong })).toMatchObject({
        status: 401,
        body: { code: 'LK-UNAUTHENTICATED' },
      });
    expect(await counts()).toEqual(before);
  });
});

it('the same scan sent twice at once is taken in once', async () => {
  const repository = 'acme/twice';
  const answers = await Promise.all(Array.from({ length: 6 }, () => send(whole, { repository })));
  await home.settle(20_000);
  expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(202));
  const scans = await Promise.all(answers.map(({ body }) => scanOf(body.id)));
  expect(scans.map(({ state }) => state).sort()).toEqual(['done', ...Array(5).fill('same')]);
  const rows = await home.rows(
    'select f.id from finding f join target t on t.id = f.target_id where t.key = $1',
    [repository],
  );
  expect(rows).toHaveLength(2);
});

it('repositories nobody has named, registered by many scans at once, exist once', async () => {
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, n) =>
      send(sarif([{ text: `query(${n})` }]), { repository: 'acme/new', category: `c${n}` }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(202));
  await home.settle(20_000);
  expect(await home.rows("select known_by from repository where key = 'acme/new'")).toEqual([
    { known_by: 'seen' },
  ]);
  const open = await home.rows(
    "select f.id from finding f join target t on t.id = f.target_id where t.key = 'acme/new'",
  );
  expect(open).toHaveLength(6);
});
