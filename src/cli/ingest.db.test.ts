import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { openTestHouse, type TestHouse } from '../../test/harness/house.ts';
import { sarif } from '../../test/harness/reports.ts';
import { type RunningServer, startServer } from '../app/server.ts';
import { addToken } from '../modules/access/public.ts';
import { ingestCommand } from './ingest.ts';

let home: TestHouse;
let server: RunningServer;
let folder: string;
let out: string[];
let err: string[];
const io = {
  out: (line: string) => void out.push(line),
  err: (line: string) => void err.push(line),
  color: false,
};

beforeAll(async () => {
  home = await openTestHouse();
  server = await startServer(home.house, { port: 0 });
  const { db } = home.house.database;
  const wanted = { name: 'pipeline', scopes: ['scans:write' as const], expiresAt: null };
  const { token } = await db.transaction().execute((tx) => addToken(tx, home.house.ids, wanted, 'test'));
  vi.stubEnv('LANEKEEPER_URL', server.url);
  vi.stubEnv('LANEKEEPER_TOKEN', token);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
  await home.close();
});
beforeEach(async () => {
  [out, err] = [[], []];
  folder = await mkdtemp(join(tmpdir(), 'lanekeeper-ingest-'));
  await mkdir(join(folder, 'repo', 'app'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

/** A report that names places and shows no source, as several tools write it. */
async function scan(places: [path: string, line: number][]): Promise<string> {
  const report = sarif(places.map(([path, line]) => ({ rule: 'B602', path, line })));
  for (const { locations } of report.runs[0]!.results)
    Reflect.deleteProperty(locations[0]!.physicalLocation.region, 'snippet');
  const file = join(folder, 'bandit.sarif');
  await writeFile(file, JSON.stringify(report));
  return file;
}
const source = (text: string) => writeFile(join(folder, 'repo', 'app', 'run.py'), text);
const ingest = async (places: [path: string, line: number][], more: { source?: string } = {}) => {
  const code = await ingestCommand(
    [await scan(places)],
    { repo: 'acme/cli', wait: true, json: true, ...more },
    io,
  );
  return { code, ...(JSON.parse(out.at(-1)!) as Record<string, unknown>) };
};
const snippets = () => home.rows('select start_line as line, snippet from finding order by start_line');

it('ingest --source sends the lines that results name, so that moved and indented code stays the same finding', async () => {
  const options = { source: join(folder, 'repo') };
  await source('import os\nrun(alpha)\nrun(beta)\n');
  const first = await ingest(
    [
      ['agent/app/run.py', 2],
      ['agent/app/run.py', 3],
    ],
    options,
  );
  expect(first).toMatchObject({ code: 0, state: 'done', lineTexts: 2, delta: { opened: 2 } });
  expect(err).toEqual([]);
  expect(await snippets()).toEqual([
    { line: 2, snippet: 'run(alpha)' },
    { line: 3, snippet: 'run(beta)' },
  ]);

  home.clock.advance(3_600_000);
  await source(`${'# more\n'.repeat(40)}if True:\n\trun(beta)\n\trun(alpha)\n`);
  const second = await ingest(
    [
      ['agent/app/run.py', 42],
      ['agent/app/run.py', 43],
    ],
    options,
  );
  expect(second).toMatchObject({ state: 'done', delta: { opened: 0, seen: 2, moved: 2, fixed: 0 } });
  expect(await snippets()).toEqual([
    { line: 42, snippet: 'run(beta)' },
    { line: 43, snippet: 'run(alpha)' },
  ]);
});

it('says what was left out, and sends the report all the same', async () => {
  await source('run(alpha)\n');
  const told = await ingest(
    [
      ['app/run.py', 1],
      ['app/run.py', 9],
      ['app/none.py', 1],
    ],
    { source: join(folder, 'repo') },
  );
  expect(told).toMatchObject({ code: 0, state: 'done', lineTexts: 1 });
  expect(err).toEqual([
    expect.stringMatching(
      /bandit\.sarif: 1 line of source attached; left out: 1 beyond the end of the file, 1 in no file of the source folder$/,
    ),
  ]);
});

it('sends what cannot be read here too: the server says what is wrong with it', async () => {
  const file = join(folder, 'odd.json');
  await writeFile(file, '{"hello":');
  const options = { repo: 'acme/cli', tool: 'sarif', source: join(folder, 'repo'), wait: true, json: true };
  expect(await ingestCommand([file], options, io)).toBe(2);
  expect(JSON.parse(out[0]!)).toMatchObject({ state: 'failed', lineTexts: 0 });
});

it('refuses a source folder that is none before anything is sent', async () => {
  const before = await home.rows('select count(*) from scan');
  await expect(ingest([['a.py', 1]], { source: join(folder, 'none') })).rejects.toMatchObject({
    code: 'LK-USAGE',
  });
  expect(await home.rows('select count(*) from scan')).toEqual(before);
});
