import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type House, openHouse } from '../../src/app/house.ts';
import { startJobs, subscribe } from '../../src/app/workers.ts';
import type { Connector } from '../../src/connectors/connector.ts';
import { loadConnector } from '../../src/connectors/registry.ts';
import { acceptScanQuery, type Scan } from '../../src/contract/scans.ts';
import { acceptUpload } from '../../src/modules/intake/public.ts';
import { getScan } from '../../src/modules/intake/queries.ts';
import { readConfig } from '../../src/platform/config.ts';
import { createLog } from '../../src/platform/log.ts';
import { testDatabase } from './database.ts';
import { movableClock } from './server.ts';

const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const REPOSITORY = 'acme/shop';

type Query = Partial<Record<string, string>>;

export interface TestHouseOptions {
  maxUpload?: number;
  workers?: boolean;
  /** Outside systems of the test are on this machine. */
  allowPrivate?: boolean;
  /** Connectors of tests, beside those of the house. */
  connectors?: readonly unknown[];
}

export interface TestHouse extends Awaited<ReturnType<typeof openTestHouse>> {}

/**
 * A house as `npm start` opens it, on a database and a data directory of its own, with workers in this
 * process and a clock that stands until it is moved.
 */
export async function openTestHouse(options: TestHouseOptions = {}) {
  const database = await testDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'lanekeeper-house-'));
  const environment = {
    DATABASE_URL: database.url,
    LANEKEEPER_DATA_DIR: dataDir,
    LANEKEEPER_WORKERS: '2',
    LANEKEEPER_POOL: '8',
    LANEKEEPER_LOG: 'silent',
    ...(options.allowPrivate && { LANEKEEPER_ALLOW_PRIVATE: 'true' }),
    ...(options.maxUpload && { LANEKEEPER_MAX_UPLOAD: String(options.maxUpload) }),
  };
  const clock = movableClock('2026-03-02T09:00:00Z');
  const house: House = await openHouse(readConfig(environment), createLog('silent'), {
    clock,
    loadConnector: async (id) =>
      (options.connectors as readonly Connector[] | undefined)?.find((one) => one.id === id) ??
      loadConnector(id),
  });
  subscribe(house);
  let workers = (options.workers ?? true) ? startJobs(house) : null;
  const { pool } = house.database;

  /** Hands a report in, without waiting for what becomes of it. */
  async function upload(report: unknown, query: Query = {}) {
    const bytes = bytesOf(report);
    return acceptUpload(house.line, {
      query: acceptScanQuery.parse({
        ...(query['target'] === undefined && { repository: REPOSITORY }),
        ...query,
      }),
      body: chunksOf(bytes),
      submittedBy: 'test',
      maxBytes: house.config.LANEKEEPER_MAX_UPLOAD,
    });
  }

  /** Until nothing waits: every scan decided, every ticket planned. */
  async function settle(timeoutMs = 8_000): Promise<void> {
    const waiting = `select (select count(*) from graphile_worker.jobs where attempts < max_attempts)
      + (select count(*) from scan where state = 'received') as n`;
    await until(async () => Number((await pool.query(waiting)).rows[0].n) === 0, timeoutMs);
  }

  return {
    house,
    clock,
    dataDir,
    environment,
    pool,
    upload,
    settle,
    /** An hour later: hands a report in and waits for what becomes of it. */
    async send(report: unknown, query: Query = {}): Promise<Scan> {
      clock.advance(HOUR);
      const { id } = await upload(report, query);
      await settle();
      return (await getScan(house.database.db, id))!;
    },
    /** Rows of a query, for what no page shows. */
    async rows<Row = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> {
      return (await pool.query(text, values)).rows as Row[];
    },
    /** From here on nothing happens by itself: for tests that run jobs by their own hand. */
    async rest(): Promise<void> {
      await workers?.stop();
      workers = null;
    },
    async close(): Promise<void> {
      await workers?.stop();
      await house.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export const bytesOf = (report: unknown): Buffer =>
  Buffer.isBuffer(report)
    ? report
    : Buffer.from(typeof report === 'string' ? report : JSON.stringify(report));

async function* chunksOf(bytes: Buffer): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

/** Asks until it holds. @throws Error when it does not in time */
export async function until(what: () => boolean | Promise<boolean>, timeoutMs = 15_000): Promise<void> {
  for (const giveUpAt = Date.now() + timeoutMs; !(await what()); await sleep(15))
    if (Date.now() > giveUpAt) throw new Error('it did not happen in time');
}
