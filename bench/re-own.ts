import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench, type Figure, timed } from './lib/bench.ts';
import { sarifResult, sarifRule } from './lib/sarif.ts';
import { type BenchServer, post, settled, startBenchServer } from './lib/server.ts';

const FINDINGS = 200_000;
/** Findings that one change mends: so many fixes and tickets move with them. */
const PER_FIX = 10;
const RULES = 40;
const REPOSITORY = 'bench/re-own';

/** A repository with all of its findings open gets another owner. */
export const reOwnBench: Bench = {
  name: 're-own',
  what: `${FINDINGS.toLocaleString('en')} open findings whose repository gets another owner, from the request to the last ticket; then nothing changed`,
  async run() {
    const dataDir = await mkdtemp(join(tmpdir(), 'lanekeeper-bench-'));
    try {
      await withServer(dataDir, fill);
      // A process of its own: what reading the report took is not the mover's.
      return await withServer(dataDir, measure);
    } finally {
      await rm(dataDir, { recursive: true, force: true });
    }
  },
};

async function withServer<Result>(dataDir: string, work: (server: BenchServer) => Promise<Result>) {
  const server = await startBenchServer(dataDir);
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

async function fill(server: BenchServer): Promise<void> {
  const teams = ['one', 'two'].map((key) => `{ key: ${key}, unit: bench, queue: ${key.toUpperCase()} }`);
  const unit = '{ key: bench, name: Bench, fallbackQueue: DESK }';
  const desk = '{ key: desk, unit: bench, queue: DESK }';
  await send(
    server,
    '/api/v1/organisation/import',
    'application/yaml',
    `businessUnits: [${unit}]\nteams: [${teams.join(', ')}, ${desk}]\nrepositories: [{ key: ${REPOSITORY}, unit: bench }]\n`,
  );
  await owner(server, 'one');
  await post(server, { repository: REPOSITORY }, Readable.toWeb(Readable.from(report())) as ReadableStream);
  await settled(server);
  await server.pool.query('vacuum analyze');
}

async function measure(server: BenchServer): Promise<Figure[]> {
  const idle = await server.peakMemoryMb();
  const before = await rowsWritten(server);
  const [, ms] = await timed(() => owner(server, 'two'));
  const memory = await server.peakMemoryMb();
  const after = await rowsWritten(server);
  const there = await whereThingsAre(server);
  const [, againMs] = await timed(() => owner(server, 'two'));
  const last = await rowsWritten(server);
  const exactly = (value: number) => ({ least: value, most: value });
  const fixes = FINDINGS / PER_FIX;
  return [
    { name: 'seconds until everything has moved', value: ms / 1000, unit: 's' },
    { name: 'findings per second', value: (FINDINGS / ms) * 1000, unit: 'findings/s' },
    {
      name: 'findings with the new owner',
      value: there.findings,
      unit: 'findings',
      target: exactly(FINDINGS),
    },
    { name: 'fixes with the new owner', value: there.fixes, unit: 'fixes', target: exactly(fixes) },
    { name: 'open tickets in the new queue', value: there.tickets, unit: 'tickets', target: exactly(fixes) },
    { name: 'left open in the old one', value: there.left, unit: 'tickets', target: exactly(0) },
    { name: 'greatest resident memory of the server', value: memory, unit: 'MB' },
    { name: 'the same before anything moved', value: idle, unit: 'MB' },
    { name: 'rows written per finding', value: difference(before, after) / FINDINGS, unit: 'rows' },
    { name: 'nothing changed, seconds', value: againMs / 1000, unit: 's' },
    {
      name: 'nothing changed, rows written',
      value: difference(after, last),
      unit: 'rows',
      target: exactly(0),
    },
  ];
}

/** Tells who owns the repository, as a pipeline does, and waits for all that follows. */
async function owner(server: BenchServer, team: string): Promise<void> {
  const content = `apiVersion: lanekeeper.dev/v1\nowner: ${team}\n`;
  await send(
    server,
    `/api/v1/repositories/${encodeURIComponent(REPOSITORY)}/ownership-files`,
    'application/json',
    JSON.stringify({ files: [{ path: 'about.yaml', content }] }),
  );
  await settled(server);
}

async function send(server: BenchServer, path: string, type: string, body: string): Promise<void> {
  const headers = { authorization: `Bearer ${server.token}`, 'content-type': type };
  const response = await fetch(`${server.url}${path}`, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
}

/** One report with `PER_FIX` results of each of four rules in a folder. */
function* report(): Iterable<Uint8Array> {
  const rules = JSON.stringify(Array.from({ length: RULES }, (_, n) => sarifRule(n)));
  yield Buffer.from(
    `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"BenchScan","rules":${rules}}},"results":[`,
  );
  const folderOf = (n: number) => `part-${Math.floor(n / (4 * PER_FIX))}`;
  for (let n = 0; n < FINDINGS; n += 500) {
    const results = Array.from({ length: Math.min(500, FINDINGS - n) }, (_, i) =>
      JSON.stringify(sarifResult(n + i, 1, 4)).replace(/src\/\w+\/module-\d+/, `src/${folderOf(n + i)}`),
    );
    yield Buffer.from(`${n > 0 ? ',' : ''}${results.join(',')}`);
  }
  yield Buffer.from(']}]}');
}

async function whereThingsAre({ pool }: BenchServer) {
  const { rows } = await pool.query<{ findings: number; fixes: number; tickets: number; left: number }>(
    `select (select count(*)::int from finding f join team t on t.id = f.owner_team_id
        where t.key = 'two' and f.state = 'open') as findings,
      (select count(*)::int from fix x join team t on t.id = x.owner_team_id where t.key = 'two' and x.state = 'open') as fixes,
      (select count(*)::int from ticket where queue = 'TWO' and state = 'open') as tickets,
      (select count(*)::int from ticket where queue = 'ONE' and state = 'open') as left`,
  );
  return rows[0]!;
}

/** Of the request itself (who told it, when the file was last read) and of what the clock starts meanwhile. */
const NOT_OF_MOVING = ['audit_entry', 'api_token', 'sign_in_link', 'ownership_file', 'ownership_watch'];

/** Rows inserted, updated or deleted so far, by the database's own counters. */
async function rowsWritten({ pool }: BenchServer): Promise<Map<string, number>> {
  // A connection that is idle adds what it did to the counters after ten seconds.
  await sleep(11_000);
  const { rows } = await pool.query<{ name: string; n: string }>(
    `select relname as name, n_tup_ins + n_tup_upd + n_tup_del as n from pg_stat_user_tables
     where schemaname = 'public' and relname <> all($1)`,
    [NOT_OF_MOVING],
  );
  return new Map(rows.map(({ name, n }) => [name, Number(n)]));
}

const difference = (before: Map<string, number>, after: Map<string, number>): number =>
  [...after].reduce((sum, [table, n]) => sum + n - (before.get(table) ?? 0), 0);
