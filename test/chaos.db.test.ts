import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runHouse } from '../src/app/start.ts';
import { getScan } from '../src/modules/intake/queries.ts';
import { readConfig } from '../src/platform/config.ts';
import { createLog } from '../src/platform/log.ts';
import { testDatabase } from './harness/database.ts';
import { openTestHouse, REPOSITORY, type TestHouse, until } from './harness/house.ts';
import { sarif } from './harness/reports.ts';

/** Large enough that a worker is in the middle of it for a while. */
const RESULTS = 15_000;
const large = (seed: number) =>
  sarif(
    Array.from({ length: RESULTS }, (_, n) => ({
      rule: `rule-${n % 40}`,
      path: `src/part-${n % 300}/file.ts`,
      line: n,
      text: `query(${seed}, value${n})`,
      message: 'A value from outside reaches a query without having been checked before.'.repeat(4),
    })),
  );

describe('in the middle of a scan', () => {
  let home: TestHouse;
  const children: ChildProcess[] = [];
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await home.close();
  });

  const workerProcess = () => {
    const child = spawn(process.execPath, ['src/cli/main.ts', 'worker'], {
      env: { ...process.env, ...home.environment, LANEKEEPER_WORKERS: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    return child;
  };
  const ready = (child: ChildProcess) =>
    Promise.race([
      once(child.stdout!, 'data'),
      once(child, 'exit').then(() => Promise.reject(new Error('the worker did not start'))),
    ]);
  /** A job is running, and its transaction has begun to write. */
  const inTheMiddle = () =>
    until(
      async () =>
        (
          await home.rows(
            `select 1 from pg_locks l join pg_stat_activity a using (pid)
             where l.relation = 'finding'::regclass and l.mode = 'RowExclusiveLock' and a.datname = current_database()`,
          )
        ).length > 0,
    );
  /** What a scan that is taken in exactly once leaves behind. */
  const wholeAndSingle = async (id: string) => {
    expect(await getScan(home.house.database.db, id)).toMatchObject({
      state: 'done',
      error: null,
      observations: RESULTS,
      delta: { opened: RESULTS, fixed: 0 },
    });
    const [counts] = await home.rows(
      `select count(*)::int as findings, count(distinct key)::int as keys,
         (select sum(open_findings)::int from fix) as in_fixes, (select sum(findings)::int from ticket) as in_tickets,
         (select count(*)::int from fix) = (select count(*)::int from ticket) as each_its_ticket from finding`,
    );
    expect(counts).toEqual({
      findings: RESULTS,
      keys: RESULTS,
      in_fixes: RESULTS,
      in_tickets: RESULTS,
      each_its_ticket: true,
    });
  };
  const findingCount = async () =>
    Number((await home.rows<{ n: number }>('select count(*) as n from finding'))[0]!.n);

  it('a killed worker’s scan is taken over within ten seconds, whole and single', async () => {
    home = await openTestHouse({ workers: false });
    const first = workerProcess();
    await ready(first);
    const { id } = await home.upload(large(1), { repository: REPOSITORY });
    await inTheMiddle();
    first.kill('SIGKILL');
    const killedAt = Date.now();
    expect(await findingCount()).toBe(0);
    expect((await getScan(home.house.database.db, id))?.state).toBe('received');
    workerProcess();
    await inTheMiddle();
    expect(Date.now() - killedAt).toBeLessThan(10_000);
    await home.settle(30_000);
    await wholeAndSingle(id);
  }, 60_000);

  it('lost connections stop nothing: the scan is tried again and ends done, whole and single', async () => {
    home = await openTestHouse();
    const { id } = await home.upload(large(2), { repository: REPOSITORY });
    const admin = new pg.Client({ connectionString: home.environment.DATABASE_URL });
    await admin.connect();
    try {
      for (let round = 0; round < 2; round++) {
        await until(async () => {
          const { rows } = await admin.query(
            `select 1 from pg_locks l join pg_stat_activity a using (pid)
             where l.relation = 'finding'::regclass and l.mode = 'RowExclusiveLock' and a.datname = current_database()`,
          );
          return rows.length > 0;
        });
        await sleep(40 * round);
        await admin.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
        );
        const { rows } = await admin.query('select count(*)::int as n from finding');
        expect(rows).toEqual([{ n: 0 }]);
      }
    } finally {
      await admin.end();
    }
    await home.settle(40_000);
    await wholeAndSingle(id);
  }, 90_000);
});

describe('two starts of one house at once', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'lanekeeper-twice-'));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const start = (environment: Record<string, string>) =>
    runHouse(
      readConfig({ LANEKEEPER_DATA_DIR: home, LANEKEEPER_PORT: '0', LANEKEEPER_POOL: '4', ...environment }),
      createLog('silent'),
      { workers: true, durable: false },
    );

  it('do not collide on an empty database', async () => {
    const database = await testDatabase();
    await database.pool.query(
      `drop schema public cascade; drop schema if exists graphile_worker cascade; create schema public`,
    );
    try {
      const running = await Promise.all(
        Array.from({ length: 3 }, () => start({ DATABASE_URL: database.url })),
      );
      for (const { server } of running) expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
      const { rows } = await database.pool.query(
        `select (select count(*)::int from team) as teams, (select count(*)::int from policy_version) as policies`,
      );
      expect(rows).toEqual([{ teams: 1, policies: 1 }]);
      await Promise.all(running.map((one) => one.close()));
    } finally {
      await database.drop();
    }
  }, 60_000);

  it('share the private PostgreSQL of their data directory, and both can stop at once', async () => {
    const running = await Promise.all([start({}), start({})]);
    for (const { server } of running) expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    await Promise.all(running.map((one) => one.close()));
  }, 60_000);
});
