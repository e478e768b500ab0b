import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ensureDefaultPolicy, refreshFeed } from '../src/modules/policy/public.ts';
import type { DB } from '../src/modules/schema.gen.ts';
import { systemClock, systemIds } from '../src/platform/clock.ts';
import { type DatabaseHandle, openDatabase } from '../src/platform/database/database.ts';
import { startEmbedded } from '../src/platform/database/embedded.ts';
import { migrate } from '../src/platform/database/migrate.ts';
import { migrateJobs } from '../src/platform/jobs/jobs.ts';
import { createEvents } from '../src/platform/outbox/events.ts';
import { type Bench, type Figure, timed } from './lib/bench.ts';

const ROWS = 340_000;

/** What a day of EPSS costs before anything is decided again. */
export const epssBench: Bench = {
  name: 'epss',
  what: `${ROWS.toLocaleString('en')} scores as gzip: the first load, a day on which nearly all moved a little, the same file again`,
  async run() {
    const dataDir = await mkdtemp(join(tmpdir(), 'lanekeeper-bench-'));
    const server = await startEmbedded({ dataDir, durable: false });
    try {
      await migrate(server.url, 'migrations');
      await migrateJobs(server.url);
      const database = openDatabase<DB>(server.url, { max: 4, waitForDisk: false });
      try {
        return await measure(database, dataDir);
      } finally {
        await database.close();
      }
    } finally {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  },
};

async function measure({ db, pool }: DatabaseHandle<DB>, folder: string): Promise<Figure[]> {
  await db.transaction().execute((tx) => ensureDefaultPolicy(tx, new Date()));
  const source = join(folder, 'epss.csv.gz');
  const deps = {
    db,
    ids: systemIds(),
    clock: systemClock,
    publish: createEvents<DB>().publish,
    download: async () => null,
  };
  const load = async (day: number) => {
    await writeFile(source, gzipSync(scores(day)));
    const [result, ms] = await timed(() => refreshFeed(deps, { name: 'epss', source }));
    if (result.state === 'refused') throw new Error(result.reason);
    return { result, seconds: ms / 1000 };
  };
  const first = await load(1);
  const daily = await load(2);
  const before = await updates(pool);
  const same = await load(2);
  const after = await updates(pool);
  if (daily.result.state !== 'loaded') throw new Error('the second day was not loaded');
  return [
    { name: 'first load', value: first.seconds, unit: 's' },
    { name: 'the next day', value: daily.seconds, unit: 's', target: { most: 30 } },
    { name: '  rows written', value: daily.result.written, unit: 'rows' },
    { name: '  vulnerabilities a decision can turn on', value: daily.result.touched, unit: '' },
    { name: 'the same file again', value: same.seconds, unit: 's' },
    { name: '  rows of scores written', value: after - before, unit: 'rows', target: { most: 0 } },
  ];
}

async function updates(pool: DatabaseHandle<DB>['pool']): Promise<number> {
  await pool.query('select pg_stat_force_next_flush()');
  const { rows } = await pool.query(
    `select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::int as n from pg_stat_user_tables where relname = 'intel_epss'`,
  );
  return rows[0].n;
}

/** Most scores are small; from day to day they move by some per cent, and percentiles with them. */
function scores(day: number): string {
  const lines = [`#model_version:v2026.06.15,score_date:2026-11-0${day}T12:00:00Z`, 'cve,epss,percentile'];
  for (let n = 0; n < ROWS; n++) {
    const share = ((n * 7919) % ROWS) / ROWS;
    const moved = day === 1 ? 1 : 1 + ((n % 21) - 10) / 1000;
    const percentile = Math.min(0.99999, share * (day === 1 ? 1 : 1 + ((n % 11) - 5) / 20_000));
    const score = Math.min(0.97, (0.0005 + 0.9 * share ** 20) * moved);
    lines.push(`CVE-${2010 + (n % 16)}-${10_000 + n},${score.toFixed(5)},${percentile.toFixed(5)}`);
  }
  return `${lines.join('\n')}\n`;
}
