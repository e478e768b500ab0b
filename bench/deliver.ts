import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { type House, openHouse } from '../src/app/house.ts';
import { ticketDepsOf } from '../src/app/ticket-deps.ts';
import { startJobs } from '../src/app/workers.ts';
import { acceptScanQuery } from '../src/contract/scans.ts';
import { putConnection } from '../src/modules/connections/public.ts';
import { acceptUpload } from '../src/modules/intake/public.ts';
import { plan } from '../src/modules/tickets/plan.ts';
import { planScan } from '../src/modules/tickets/public.ts';
import { loadChangedFixes } from '../src/modules/tickets/store.ts';
import { readConfig } from '../src/platform/config.ts';
import { startEmbedded } from '../src/platform/database/embedded.ts';
import { createLog } from '../src/platform/log.ts';
import { sarif } from '../test/harness/reports.ts';
import { type Bench, type Figure, timed } from './lib/bench.ts';

const LATENCY_MS = 20;
const PER_SECOND = 50;
/** Times that the planning of a scan is measured, each of as many new fixes; the best counts. */
const SCANS = 3;

/** @param tickets how many are delivered */
export const deliverBench = (tickets = 10_000): Bench => ({
  name: 'deliver',
  what: `${tickets} tickets planned, and delivered to a tracker in another process: ${LATENCY_MS} ms, ${PER_SECOND} requests/s`,
  async run() {
    const dataDir = await mkdtemp(join(tmpdir(), 'lanekeeper-bench-'));
    const server = await startEmbedded({ dataDir, durable: true });
    const tracker = await trackerProcess();
    const environment = {
      DATABASE_URL: server.url,
      LANEKEEPER_DATA_DIR: dataDir,
      LANEKEEPER_ALLOW_PRIVATE: 'true',
    };
    const house = await openHouse(readConfig(environment), createLog('silent'));
    try {
      return [...(await planning(house, tracker, tickets)), ...(await delivering(house, tracker, tickets))];
    } finally {
      await house.close();
      tracker.stop();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
    }
  },
});

/** Nobody subscribes to events in this house: scans are decided, and planned when the bench says so. */
async function planning(house: House, tracker: TrackerProcess, tickets: number): Promise<Figure[]> {
  const { pool, db } = house.database;
  await pool.query(
    `update policy_version set document = replace(document, 'onboarding: waves', 'onboarding: at once') where active`,
  );
  await putConnection(
    house.connections,
    'bench',
    {
      system: 'redmine',
      settings: { url: tracker.url, others: 'bench' },
      secrets: { apiKey: tracker.apiKey },
      enabled: true,
    },
    'bench',
  );
  const deps = ticketDepsOf(house);
  let [pureMs, storedMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let scan = 0; scan < SCANS; scan++) {
    await pool.query('delete from ticket; delete from outbox');
    const event = await decided(house, scan, tickets);
    const fixes = await db.transaction().execute((tx) => loadChangedFixes(tx, event.scanId));
    if (fixes.length !== tickets) throw new Error(`${fixes.length} fixes wait for a ticket`);
    await pool.query('analyze');
    for (let round = 0; round < 5; round++) {
      const [, ms] = await timed(async () => plan(fixes));
      pureMs = Math.min(pureMs, ms);
    }
    const [, ms] = await timed(() => planScan(deps, event));
    storedMs = Math.min(storedMs, ms);
  }
  return [
    rate('fixes planned per second, pure', (tickets * 1000) / pureMs),
    {
      ...rate('fixes planned per second, tickets, filings and acts stored', (tickets * 1000) / storedMs),
      target: { least: 20_000 },
    },
  ];
}

async function delivering(house: House, tracker: TrackerProcess, tickets: number): Promise<Figure[]> {
  const { pool } = house.database;
  const startedAt = performance.now();
  const workers = startJobs(house);
  for (let left = tickets; left > 0; await sleep(100)) {
    const { rows } = await pool.query(`select count(*)::int as n from outbox where state = 'pending'`);
    left = rows[0].n;
  }
  const seconds = (performance.now() - startedAt) / 1000;
  await workers.stop();
  const { requests, refused, issues } = await tracker.count();
  const floor = requests / PER_SECOND;
  return [
    {
      name: 'tickets in the tracker',
      value: issues,
      unit: 'tickets',
      target: { least: tickets, most: tickets },
    },
    { name: 'requests that it took', value: requests, unit: 'requests' },
    { name: 'requests refused at the limit', value: refused, unit: 'requests' },
    { name: 'delivered in', value: seconds, unit: 's' },
    { name: 'against the floor of the limit', value: seconds / floor, unit: 'times', target: { most: 1.05 } },
  ];
}

const rate = (name: string, value: number): Figure => ({ name, value, unit: 'fixes/s' });

/** A scan of new findings, of which each is a fix of its own, decided and not planned yet. */
async function decided(house: House, scan: number, count: number) {
  const results = Array.from({ length: count }, (_, n) => ({
    rule: `rule-${scan}-${n}`,
    path: `src/part-${n % 200}/file-${n}.ts`,
    text: `query(value${n})`,
  }));
  const { id } = await acceptUpload(house.line, {
    query: acceptScanQuery.parse({ repository: `acme/bench-${scan}` }),
    body: (async function* () {
      yield Buffer.from(JSON.stringify(sarif(results)));
    })(),
    submittedBy: 'bench',
    maxBytes: 1e9,
  });
  const workers = startJobs(house);
  for (let state = ''; state !== 'done'; await sleep(50)) {
    const { rows } = await house.database.pool.query('select state, error from scan where id = $1', [id]);
    state = rows[0].state;
    if (state === 'failed') throw new Error(rows[0].error);
  }
  await workers.stop();
  const { rows } = await house.database.pool.query('select target_id from scan where id = $1', [id]);
  return { scanId: id, targetId: rows[0].target_id as string };
}

interface TrackerProcess {
  url: string;
  apiKey: string;
  count(): Promise<{ requests: number; refused: number; issues: number }>;
  stop(): void;
}

async function trackerProcess(): Promise<TrackerProcess> {
  const child: ChildProcess = spawn(
    process.execPath,
    ['bench/tracker-process.ts', String(LATENCY_MS), String(PER_SECOND)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value as string);
  const { url, apiKey } = await next();
  return {
    url,
    apiKey,
    async count() {
      child.stdin!.write('count\n');
      return next();
    },
    stop: () => void child.kill('SIGKILL'),
  };
}
