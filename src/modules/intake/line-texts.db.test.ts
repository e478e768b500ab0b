import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bytesOf, DAY, openTestHouse, type TestHouse } from '../../../test/harness/house.ts';
import { type CodeResult, sarif } from '../../../test/harness/reports.ts';
import { type RunningServer, startServer } from '../../app/server.ts';
import type { Scope } from '../../contract/access.ts';
import { MAX_LINE_TEXTS_BYTES } from '../../contract/scans.ts';
import type { Problem } from '../../contract/shapes.ts';
import { toPublicId } from '../../kernel/ids.ts';
import { addToken } from '../access/public.ts';
import { acceptLineTexts } from './accept-line-texts.ts';
import { forgetReports } from './retention.ts';

let home: TestHouse;
let number = 0;
let query: { repository: string };
beforeAll(async () => {
  home = await openTestHouse();
});
afterAll(() => home.close());
beforeEach(() => {
  query = { repository: `acme/texts-${++number}` };
});

/** As Bandit writes it when it is asked for no code: a rule, a path, a line. */
function report(results: CodeResult[]) {
  const made = sarif(results, 'Bandit');
  for (const { locations } of made.runs[0]!.results)
    Reflect.deleteProperty(locations[0]!.physicalLocation.region, 'snippet');
  return made;
}

async function* once(bytes: Buffer): AsyncIterable<Uint8Array> {
  yield bytes;
}

const keepTexts = (content: string | Buffer, submittedBy = 'test') =>
  acceptLineTexts(home.house.line, { body: once(bytesOf(content)), submittedBy, maxBytes: 1e8 });
const ndjson = (results: CodeResult[]) =>
  results.map(({ path, line, text }) => JSON.stringify({ path, line, text })).join('\n');

/** Sends the report with the lines that the checkout has there. */
async function send(results: CodeResult[], texts: string | Buffer = ndjson(results)) {
  return home.send(report(results), {
    ...query,
    lineTexts: toPublicId('lineTexts', await keepTexts(texts)),
  });
}
const sendWithout = (results: CodeResult[]) => home.send(report(results), query);

const findings = () =>
  home.rows<{ id: string; state: string; start_line: number; snippet: string | null }>(
    `select f.id, f.state, f.start_line, f.snippet from finding f
     join target t on t.id = f.target_id where t.key = $1 order by f.start_line, f.id`,
    [query.repository],
  );
const written = () =>
  home.rows(
    `select 'finding' as t, id::text, xmin::text from finding union all
     select 'fix', id::text, xmin::text from fix union all
     select 'event', id::text, xmin::text from finding_event order by 1, 2`,
  );

const at = (line: number, text: string): CodeResult => ({ rule: 'B602', path: 'app/run.py', line, text });
const A = at(10, 'subprocess.call(first, shell=True)');
const B = at(20, 'subprocess.call(second, shell=True)');

describe('a report that shows no source', () => {
  it.each([40, 4000])(
    'keeps its findings when %i lines come before and lines are indented anew',
    async (more) => {
      await send([A, B]);
      const [a, b] = await findings();
      const moved = [at(20 + more, `\t\t ${B.text}`), at(30 + more, `        ${A.text} `)];
      expect(await send(moved)).toMatchObject({ state: 'done', delta: { opened: 0, fixed: 0, seen: 2 } });
      // The two have changed places: only their texts say which is which.
      expect(await findings()).toEqual([
        { ...b, start_line: 20 + more },
        { ...a, start_line: 30 + more },
      ]);
    },
  );

  it('gets its texts when they come later, with the very same bytes; nothing is new', async () => {
    await sendWithout([A, B]);
    const before = await findings();
    expect(before.map(({ snippet }) => snippet)).toEqual([null, null]);
    expect(await send([A, B])).toMatchObject({ state: 'done', delta: { opened: 0, fixed: 0 } });
    expect(await findings()).toEqual([
      { ...before[0]!, snippet: A.text },
      { ...before[1]!, snippet: B.text },
    ]);
  });

  it('with the same texts again is the same, and writes no row about findings', async () => {
    await send([A, B]);
    const before = await written();
    expect(await send([A, B])).toMatchObject({ state: 'same', observations: 2 });
    expect(await send([A, B])).toMatchObject({ state: 'same', observations: 2 });
    expect(await written()).toEqual(before);
  });

  it('with texts that change nothing is the same too, though they are other bytes', async () => {
    await send([A, B]);
    const before = await written();
    const more = `${ndjson([B, A])}\n${ndjson([at(99, 'of no result')])}`;
    expect(await send([A, B], more)).toMatchObject({ state: 'same', observations: 2 });
    expect(await written()).toEqual(before);
  });

  it('keeps its findings when the texts are missing once', async () => {
    await send([A, B]);
    const ids = (await findings()).map(({ id }) => id);
    expect(await sendWithout([A, B])).toMatchObject({ delta: { opened: 0, fixed: 0 } });
    expect((await findings()).map(({ id }) => id)).toEqual(ids);
  });

  it('is decided whatever the texts hold; its scan says what was odd', async () => {
    const hostile = Buffer.concat([
      Buffer.from(`${ndjson([{ ...A, text: 'a\0b\ud800' }])}\n`),
      Buffer.from(`{"path":"${'x'.repeat(1 << 20)}"}\n[[[[\n{"path":{},"line":-1}\n`),
      Buffer.from([0xff, 0xfe, 0x00, 0x0a]),
      Buffer.from(`${'\n'.repeat(10_000_000)}${ndjson([{ ...A, text: 'again' }, B])}`),
    ]);
    const scan = await send([A, B], hostile);
    expect(scan).toMatchObject({ state: 'done', delta: { opened: 2 } });
    expect(scan.diagnostics.map(({ code }) => code)).toEqual(Array(4).fill('LK-LINE-TEXTS'));
    expect((await findings()).map(({ snippet }) => snippet)).toEqual(['ab\uFFFD', B.text]);
  });
});

describe('an id of line texts', () => {
  const told = (id: string) => home.upload(report([A]), { ...query, lineTexts: id });
  const refused = (id: string) => expect(told(id)).rejects.toMatchObject({ code: 'LK-VALIDATION' });

  it('is refused when it is unknown, another sender’s, too old or a guess; no scan is made', async () => {
    const content = ndjson([A]);
    await refused('txt_00000000000000000000000000000000');
    await refused(toPublicId('lineTexts', await keepTexts(content, 'somebody else')));
    const [{ blob }] = (await home.rows('select blob from line_texts limit 1')) as [{ blob: string }];
    await refused(blob);
    await refused(`txt_${blob}`);
    const old = await keepTexts(content);
    home.clock.advance(DAY);
    await refused(toPublicId('lineTexts', old));
    expect(await home.rows('select id from target where key = $1', [query.repository])).toEqual([]);
  });

  it('is another one for the same bytes, so that it tells nothing of what others have sent', async () => {
    expect(await keepTexts(ndjson([A]))).not.toBe(await keepTexts(ndjson([A])));
  });
});

describe('the bytes of line texts', () => {
  const files = async () =>
    (await readdir(join(home.dataDir, 'blobs'), { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
  /** The nightly job some days from now; files count as written now. */
  async function forgetAfter(days: number): Promise<string[]> {
    const now = home.clock.now();
    for (const { parentPath, name } of await files()) await utimes(join(parentPath, name), now, now);
    const clock = { now: () => new Date(now.getTime() + days * DAY) };
    await forgetReports({ ...home.house.line, clock }, 30);
    return (await files()).map(({ name }) => name);
  }

  it('stay as long as their report; those that no scan named go after a day', async () => {
    const content = ndjson([at(7, query.repository)]);
    await send([at(7, query.repository)], content);
    const [scan] = (await home.rows(
      'select blob, texts_blob from scan where texts_blob is not null order by received_at desc limit 1',
    )) as [{ blob: string; texts_blob: string }];
    const unnamed = await keepTexts('{"path":"of no scan","line":1,"text":"x"}');
    const [{ blob }] = (await home.rows('select blob from line_texts where id = $1', [unnamed])) as [
      { blob: string },
    ];
    expect(await forgetAfter(0.9)).toEqual(expect.arrayContaining([scan.blob, scan.texts_blob, blob]));
    const later = await forgetAfter(29);
    expect(later).toEqual(expect.arrayContaining([scan.blob, scan.texts_blob]));
    expect(later).not.toContain(blob);
    expect(await home.rows('select id from line_texts')).toEqual([]);
    const last = await forgetAfter(31);
    expect(last).not.toContain(scan.blob);
    expect(last).not.toContain(scan.texts_blob);
  });
});

describe('the door of line texts', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startServer(home.house, { port: 0 });
  });
  afterAll(() => server.close());

  async function post(body: BodyInit | null, type: string, scope: Scope = 'scans:write') {
    const { db, ids } = { ...home.house.database, ids: home.house.ids };
    const wanted = { name: 'pipeline', scopes: [scope], expiresAt: null };
    const { token } = await db.transaction().execute((tx) => addToken(tx, ids, wanted, 'test'));
    const response = await fetch(`${server.url}/api/v1/line-texts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': type },
      body,
    });
    return { status: response.status, body: (await response.json()) as Problem & { id: string } };
  }

  it('takes NDJSON and bytes, and only gives an id', async () => {
    for (const type of ['application/x-ndjson', 'application/octet-stream'])
      expect(await post(ndjson([A]), type)).toEqual({
        status: 201,
        body: { id: expect.stringMatching(/^txt_[0-9a-f]{32}$/) },
      });
  });

  it('refuses who may not send scans, an empty body and one that is too large', async () => {
    const type = 'application/x-ndjson';
    expect(await post(ndjson([A]), type, 'read')).toMatchObject({ status: 403 });
    expect(await post('', type)).toMatchObject({ status: 400, body: { code: 'LK-VALIDATION' } });
    const large = Buffer.alloc(MAX_LINE_TEXTS_BYTES + 1, 'x');
    expect(await post(large, type)).toMatchObject({ status: 413, body: { code: 'LK-TOO-LARGE' } });
  });
});
