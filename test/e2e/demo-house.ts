import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { loadExample, stepsAt } from '../../src/app/acme.ts';
import { playAsks } from '../../src/app/acme-asks.ts';
import { prepareExample, takeStep } from '../../src/app/demo-steps.ts';
import { projectFile } from '../../src/app/project.ts';
import { printWayIn, runHouse } from '../../src/app/start.ts';
import { createSignInLink, signInUrl } from '../../src/modules/access/public.ts';
import { readConfig } from '../../src/platform/config.ts';
import { enqueue } from '../../src/platform/jobs/jobs.ts';
import { createLog } from '../../src/platform/log.ts';
import { testDatabase } from '../harness/database.ts';

/** The moment the journey takes place: the server's clock and the browser's stand here. */
export const TODAY = new Date('2026-11-20T20:00:00Z');

const configOf = (url: string, dataDir: string) =>
  readConfig({
    DATABASE_URL: url,
    LANEKEEPER_DATA_DIR: dataDir,
    LANEKEEPER_PORT: '0',
    LANEKEEPER_LOG: 'silent',
    // Outside systems of the tests are on this machine.
    LANEKEEPER_ALLOW_PRIVATE: 'true',
  });

interface Played {
  database: string;
  dataDir: string;
}

/** The example is played once in a run; each file has a copy of what came of it. */
async function played(): Promise<Played> {
  const kept = join(inject('sharedDir'), 'example.json');
  if (existsSync(kept)) return JSON.parse(await readFile(kept, 'utf8')) as Played;
  const database = await testDatabase();
  const dataDir = join(inject('sharedDir'), 'example');
  await mkdir(dataDir);
  let now = TODAY;
  const running = await runHouse(configOf(database.url, dataDir), createLog('silent'), {
    workers: true,
    clock: { now: () => now },
    durable: false,
  });
  const example = await loadExample(projectFile('examples', 'acme'));
  await prepareExample(running.house, example);
  for (const step of stepsAt(example, TODAY)) {
    now = new Date(step.at);
    await takeStep(running.house, step);
  }
  await playAsks(running.house, example.dir, TODAY, (at) => {
    now = at;
  });
  await running.close();
  await database.close();
  const told = { database: database.name, dataDir };
  await writeFile(kept, JSON.stringify(told));
  return told;
}

/** The house as `npm run demo` leaves it, on a database and a port of its own, at a moment that stands still. */
export async function openDemoHouse() {
  if (!existsSync(projectFile('dist/web/index.html'))) throw new Error('build the page first: npm run build');
  const example = await played();
  const database = await testDatabase(example.database);
  const dataDir = await mkdtemp(join(tmpdir(), 'lanekeeper-journey-'));
  await cp(example.dataDir, dataDir, { recursive: true });
  let now = TODAY;
  const clock = { now: () => now };
  const config = configOf(database.url, dataDir);
  const running = await runHouse(config, createLog('silent'), { workers: true, clock, durable: false });

  const told: string[] = [];
  const out = (line: string) => void told.push(line);
  await printWayIn(running, { out, err: out, color: false });
  const link = told.join('\n').match(/\S+\/sign-in#\S+/)?.[0];
  if (!link) throw new Error(`no sign-in link among: ${told.join(' / ')}`);

  return {
    url: running.server.url,
    /** What the demo prints: it works once. */
    link,
    /** Such a link for somebody of the example, by email. */
    async linkFor(email: string): Promise<string> {
      const { db, pool } = database;
      const { rows } = await pool.query<{ id: string }>('select id from person where email = $1', [email]);
      const { secret } = await createSignInLink(db, rows[0]!.id, now);
      return signInUrl(running.server.url, secret);
    },
    /** Lets time pass on the server, in minutes. */
    later(minutes: number): void {
      now = new Date(now.getTime() + minutes * 60_000);
    },
    /** One row of numbers or words, read past all code of the product. */
    async ask<Row extends object>(text: string, values: unknown[] = []): Promise<Row> {
      const { rows } = await database.pool.query(text, values);
      return rows[0] as Row;
    },
    /** What the house does by the clock, now. */
    async work(job: string): Promise<void> {
      await database.db.transaction().execute((tx) => enqueue(tx, job, {}));
    },
    async close(): Promise<void> {
      await running.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
