import type { Bench, Figure } from './lib/bench.ts';
import { timed } from './lib/bench.ts';
import { copyFloor } from './lib/copy-floor.ts';
import { sarif } from './lib/sarif.ts';
import { type BenchServer, post, settled, startBenchServer } from './lib/server.ts';

const REPORTS = 10;
const RESULTS = 10_000;

/** 100,000 new findings in ten reports, the same bytes again, the same results in another order. */
export const ingest: Bench = {
  name: 'ingest',
  what: `${REPORTS} SARIF reports of ${RESULTS} new findings, from request to planned tickets; then the same again`,
  async run() {
    const server = await startBenchServer();
    try {
      const reports = Array.from({ length: REPORTS }, (_, seed) => sarif({ results: RESULTS, seed }));
      await warmUp(server);
      const bytesBefore = await databaseBytes(server);
      const rowsBefore = await rowCount(server);
      const [, newMs] = await timed(() => sendAll(server, reports));
      const rows = (await rowCount(server)) - rowsBefore;
      const bytes = (await databaseBytes(server)) - bytesBefore;
      const written = await findingWrites(server);
      const [, sameMs] = await timed(() => sendAll(server, reports));
      const reordered = Array.from({ length: REPORTS }, (_, seed) =>
        sarif({ results: RESULTS, seed }, (all) => all.reverse(), 'run-2'),
      );
      const [, reorderedMs] = await timed(() => sendAll(server, reordered));
      const writtenAfter = await findingWrites(server);
      const floor = await copyFloor(server.databaseUrl);
      return figures({
        newMs,
        sameMs,
        reorderedMs,
        floorMs: floor.ms,
        floorRows: floor.rows,
        rows,
        bytes,
        changed: writtenAfter - written,
      });
    } finally {
      await server.stop();
    }
  },
};

interface Measured {
  newMs: number;
  sameMs: number;
  reorderedMs: number;
  floorMs: number;
  floorRows: number;
  rows: number;
  bytes: number;
  changed: number;
}

function figures(m: Measured): Figure[] {
  const findings = REPORTS * RESULTS;
  const ours = m.rows / m.newMs;
  const floor = m.floorRows / m.floorMs;
  return [
    {
      name: 'new findings per second',
      value: (findings / m.newMs) * 1000,
      unit: 'findings/s',
      target: { least: 10_000 },
    },
    { name: 'share of COPY (rows per second)', value: ours / floor, unit: '', target: { least: 0.4 } },
    { name: 'COPY of the same rows', value: floor * 1000, unit: 'rows/s' },
    { name: 'rows stored per finding', value: m.rows / findings, unit: 'rows', target: { most: 4 } },
    {
      name: 'bytes stored per finding, indexes included',
      value: m.bytes / findings,
      unit: 'bytes',
      target: { most: 1500 },
    },
    { name: 'same bytes again, times faster', value: m.newMs / m.sameMs, unit: 'x', target: { least: 5 } },
    {
      name: 'same results in another order, times faster',
      value: m.newMs / m.reorderedMs,
      unit: 'x',
      target: { least: 2 },
    },
    { name: 'finding rows changed by both', value: m.changed, unit: 'rows', target: { most: 0 } },
  ];
}

async function sendAll(server: BenchServer, reports: Uint8Array[]): Promise<void> {
  await Promise.all(
    reports.map((report, n) => post(server, { repository: `bench/repository-${n}` }, report)),
  );
  await settled(server);
}

/** One report first: code is compiled and pages of the database exist, as on a server that runs. */
async function warmUp(server: BenchServer): Promise<void> {
  await post(server, { repository: 'bench/warm-up' }, sarif({ results: 2000, seed: 99 }));
  await settled(server);
  await server.pool.query('analyze');
}

const STORED = [
  'finding',
  'finding_event',
  'fix',
  'ticket',
  'rule',
  'reason',
  'scan',
  'stream',
  'target',
  'ticket_queue',
];

async function rowCount({ pool }: BenchServer): Promise<number> {
  let sum = 0;
  for (const table of STORED)
    sum += Number((await pool.query(`select count(*) from ${table}`)).rows[0].count);
  return sum;
}

async function databaseBytes({ pool }: BenchServer): Promise<number> {
  const { rows } = await pool.query(
    'select sum(pg_total_relation_size(name::regclass))::bigint as bytes from unnest($1::text[]) name',
    [STORED],
  );
  return Number(rows[0].bytes);
}

/** Rows of findings inserted, updated or deleted since the database was made, by its own counters. */
async function findingWrites({ pool }: BenchServer): Promise<number> {
  await pool.query('select pg_stat_force_next_flush()');
  const { rows } = await pool.query(
    "select sum(n_tup_ins + n_tup_upd + n_tup_del)::bigint as n from pg_stat_user_tables where relname in ('finding', 'finding_event', 'fix')",
  );
  return Number(rows[0].n);
}
