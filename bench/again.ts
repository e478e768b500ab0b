import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PRIORITIES } from '../src/kernel/decision.ts';
import { againByIntelligenceJob } from '../src/modules/intake/public.ts';
import { ensureDefaultPolicy, refreshFeed } from '../src/modules/policy/public.ts';
import type { DB } from '../src/modules/schema.gen.ts';
import { systemIds } from '../src/platform/clock.ts';
import { type DatabaseHandle, openDatabase } from '../src/platform/database/database.ts';
import { startEmbedded } from '../src/platform/database/embedded.ts';
import { migrate } from '../src/platform/database/migrate.ts';
import { migrateJobs } from '../src/platform/jobs/jobs.ts';
import { createLog } from '../src/platform/log.ts';
import type { HappenedEvent } from '../src/platform/outbox/events.ts';
import { type Bench, type Figure, timed } from './lib/bench.ts';
import { cveOf, decisionOf, fillDecided, loadAllIntel, WEAKNESSES } from './lib/decided-house.ts';

const FINDINGS = 1_000_000;
const ROWS = 340_000;

/** A day of EPSS over a large house: what it costs until every finding that it concerns is decided again. */
export const againBench: Bench = {
  name: 'again',
  what: `${ROWS.toLocaleString('en')} EPSS scores of which most moved a little, with ${FINDINGS.toLocaleString('en')} stored findings: swapped and decided again`,
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
  // The day on which everything is decided; a clock that stands keeps the two days comparable.
  const now = new Date();
  const clock = { now: () => now };
  await db.transaction().execute((tx) => ensureDefaultPolicy(tx, now));
  const source = join(folder, 'epss.csv.gz');
  const told: HappenedEvent[] = [];
  const deps = {
    db,
    ids: systemIds(),
    clock,
    publish: async (_tx: unknown, event: HappenedEvent) => void told.push(event),
  };
  const load = async (day: number) => {
    await writeFile(source, gzipSync(scores(day)));
    return timed(() => refreshFeed({ ...deps, download: async () => null }, { name: 'epss', source }));
  };
  await load(1);
  await fillDecided(pool, await loadAllIntel(db), now, FINDINGS);
  told.length = 0;
  const before = await written(pool);
  const [, swapMs] = await load(2);
  const change = told.find(({ type }) => type === 'intelligence.changed')?.['change'] as string;
  const job = againByIntelligenceJob(deps);
  const context = { attempt: 1, lastAttempt: false, log: createLog('silent') };
  const [, againMs] = await timed(() => job.run({ change }, context));
  const after = await written(pool);
  const { changed, wrong } = await outcome({ db, pool }, now);
  return [
    {
      name: 'seconds in all',
      value: (swapMs + againMs) / 1000,
      unit: 's',
      target: { most: 60 },
    },
    { name: '  until the scores are swapped', value: swapMs / 1000, unit: 's' },
    { name: '  from there until all is decided', value: againMs / 1000, unit: 's' },
    { name: 'findings whose priority changed', value: changed, unit: 'findings', target: { least: 1 } },
    {
      name: 'findings with another priority than the scores ask',
      value: wrong,
      unit: 'findings',
      target: { most: 0 },
    },
    {
      name: 'rows of findings written beyond those',
      value: after - before - changed,
      unit: 'rows',
      target: { most: 0 },
    },
  ];
}

/** How many have another priority than they had, and how many another than the new scores ask. */
async function outcome({ db, pool }: Pick<DatabaseHandle<DB>, 'db' | 'pool'>, now: Date) {
  const intel = await loadAllIntel(db);
  const asked = Array.from({ length: WEAKNESSES }, (_, c) =>
    PRIORITIES.indexOf(decisionOf(c, intel, now).priority),
  );
  const { rows } = await pool.query<{ changed: number; wrong: number }>(
    `select (count(*) filter (where f.priority <> d.priority))::int as changed,
       (count(*) filter (where f.priority <> a.priority))::int as wrong
     from finding f join bench_decided d on array[d.cve] = f.vulnerabilities
     join unnest($1::int[]) with ordinality a(priority, n) on a.n = d.c + 1`,
    [asked],
  );
  return rows[0]!;
}

async function written(pool: DatabaseHandle<DB>['pool']): Promise<number> {
  await pool.query('select pg_stat_force_next_flush()');
  const { rows } = await pool.query(
    `select (n_tup_ins + n_tup_upd + n_tup_del)::int as n from pg_stat_user_tables where relname = 'finding'`,
  );
  return rows[0].n;
}

/** From day to day most scores move by a fraction of a per cent; one in a hundred is seen in a new light. */
function scores(day: number): string {
  const lines = [`#model_version:v2026.06.15,score_date:2026-11-0${day}T12:00:00Z`, 'cve,epss,percentile'];
  for (let n = 0; n < ROWS; n++) {
    const old = ((n * 7919) % ROWS) / ROWS;
    const share = day === 1 ? old : n % 100 === 0 ? 1 - old : old * (1 + ((n % 11) - 5) / 20_000);
    const percentile = Math.min(0.99999, share);
    const score = Math.min(0.97, 0.0005 + 0.9 * share ** 60);
    lines.push(`${nameOf(n)},${score.toFixed(5)},${percentile.toFixed(5)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Those that are found, spread among the others. */
const nameOf = (n: number): string =>
  n % 11 === 0 && n / 11 < WEAKNESSES ? cveOf(n / 11) : `CVE-2009-${10_000 + n}`;
