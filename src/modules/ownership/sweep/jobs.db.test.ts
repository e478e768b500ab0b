import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryHost, signatureOf } from '../../../../test/fakes/memory-host.ts';
import { connectionsDeps } from '../../../../test/harness/connections.ts';
import { testDatabase } from '../../../../test/harness/database.ts';
import { until } from '../../../../test/harness/house.ts';
import { movableClock, testServer } from '../../../../test/harness/server.ts';
import { AppError } from '../../../kernel/errors.ts';
import { systemIds } from '../../../platform/clock.ts';
import { startWorkers, type Workers } from '../../../platform/jobs/workers.ts';
import { createLog } from '../../../platform/log.ts';
import { createEvents } from '../../../platform/outbox/events.ts';
import { hookRoutes, hostChanged, putConnection } from '../../connections/public.ts';
import { ensureTriageTeam } from '../../organisation/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { SweepDeps } from './deps.ts';
import { followHint } from './hints.ts';
import { readRepositoryJob, sweepAllJob, sweepJob } from './jobs.ts';
import { sweepRoutes } from './routes.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let server: Awaited<ReturnType<typeof testServer>>;
let deps: SweepDeps;
let host: ReturnType<typeof memoryHost>;
let admin: Record<string, string>;
let workers: Workers | null = null;
let changed: unknown[] = [];
let directories = 0;

const ABOUT = 'apiVersion: lanekeeper.dev/v1\nowner: payments-core\n';
const log = createLog('silent');
const events = createEvents<DB>();
const { publishAll } = events;
const connectorOf = { current: memoryHost().connector };

beforeAll(async () => {
  database = await testDatabase();
  // Times of jobs are the database's: what is to happen in seconds must not wait in a test.
  server = await testServer(database, movableClock('2020-03-02T09:00:00Z'));
  const base = connectionsDeps(database, server.clock);
  deps = {
    ...base,
    loadConnector: async () => connectorOf.current as never,
    pool: database.pool,
    publishAll,
    log,
  };
  events.subscribe('host.changed', 'ownership', hostChanged, (event) => followHint(deps, event));
  events.subscribe('ownership.changed', 'test', hostChanged.partial().loose(), async (event) => {
    changed.push(event);
  });
  events.subscribe('directory.changed', 'test', hostChanged.partial().loose(), async () => {
    directories++;
  });
  await ensureTriageTeam(database.db, systemIds());
  await server.app.register(sweepRoutes(deps));
  await server.app.register(hookRoutes({ ...deps, publish: events.publish }));
  admin = await server.cookieOf('admin@acme.example', ['admin']);
});
afterAll(async () => {
  await server?.app.close();
  await deps?.client.close();
  await database?.drop();
});
beforeEach(async () => {
  await database.pool.query(
    'delete from repository; delete from connection; delete from graphile_worker._private_jobs',
  );
  host = memoryHost({ pageSize: 10 });
  connectorOf.current = host.connector;
  host.repositories = Array.from({ length: 12 }, (_, n) => ({
    id: String(n + 1),
    key: `acme/r${n + 1}`,
    pushes: 1,
    files: { 'about.yaml': ABOUT },
  }));
  changed = [];
  directories = 0;
  const body = { system: 'memory', settings: { organisation: 'acme' }, secrets: { webhook: 'signs' } };
  await putConnection(deps, 'code', { ...body, enabled: true }, 'test');
});
afterEach(async () => {
  await workers?.stop();
  workers = null;
});

const work = () => {
  const jobs = [sweepAllJob(deps), sweepJob(deps), readRepositoryJob(deps), ...events.jobs()];
  workers = startWorkers({ pool: database.pool, log, concurrency: 2, jobs });
};
const url = '/api/v1/connections/code/sweep';
const state = async () => (await server.app.inject({ url, headers: admin })).json();
const ask = (payload: object = {}) => server.app.inject({ method: 'POST', url, headers: admin, payload });
const idle = () =>
  until(async () => {
    const { rows } = await database.pool.query(
      `select count(*)::int as n from graphile_worker.jobs where attempts < max_attempts and run_at <= now()`,
    );
    return rows[0].n === 0;
  });
async function swept() {
  work();
  await ask();
  await until(async () => (await state()).state === 'done');
  await idle();
  host.forget();
  changed = [];
}
let deliveries = 0;
async function hook(event: object) {
  const payload = JSON.stringify(event);
  const headers = {
    'content-type': 'application/json',
    'x-signature': signatureOf(Buffer.from(payload), 'signs'),
    'x-delivery': String(++deliveries),
  };
  const answer = await server.app.inject({ method: 'POST', url: '/hooks/code', headers, payload });
  expect(answer.statusCode).toBe(202);
}
const push = (id: string, more: object = {}) =>
  hook({
    type: 'push',
    repository: { id, key: 'whatever/it-says' },
    branch: 'main',
    commit: 'c',
    paths: ['services/x/about.yaml'],
    ...more,
  });

describe('a sweep on demand', () => {
  it('tells where it stands, from nothing to its end', async () => {
    expect(await state()).toMatchObject({ state: 'never', pages: 0 });
    expect((await ask()).statusCode).toBe(202);
    expect(await state()).toMatchObject({ state: 'queued' });
    work();
    await until(async () => (await state()).state === 'done');
    expect(await state()).toMatchObject({ pages: 2, repositories: 12, added: 12, read: 12, says: [] });
  });

  it('waits for the time that the code host gave, and is continued then', async () => {
    const retryAt = new Date(Date.now() + 2_000).toISOString();
    host.before = () => {
      if (Date.now() < Date.parse(retryAt))
        throw new AppError('LK-RATE-LIMITED', 'too many', { detail: { retryAt } });
    };
    work();
    await ask();
    await until(async () => (await state()).state === 'waiting');
    expect(await state()).toMatchObject({ continuesAt: retryAt });
    await until(async () => (await state()).state === 'done');
  });

  it('is refused for a connection that is not there, and for people who may not', async () => {
    const none = { url: '/api/v1/connections/none/sweep', headers: admin };
    expect((await server.app.inject({ ...none, method: 'POST', payload: {} })).statusCode).toBe(404);
    expect((await server.app.inject(none)).statusCode).toBe(404);
    const developer = await server.cookieOf('dev@acme.example');
    expect((await server.app.inject({ url, headers: developer })).statusCode).toBe(403);
  });

  it('happens for every code host when the night says so', async () => {
    work();
    await database.pool.query(`select graphile_worker.add_job('sweep-all', '{}')`);
    await until(async () => (await state()).state === 'done');
  });
});

describe('a webhook', () => {
  it('of a push that touched a descriptor has that repository read again, once for a burst', async () => {
    await swept();
    host.push('3', { 'about.yaml': ABOUT.replace('payments-core', 'ledger') });
    await workers!.stop();
    for (let n = 0; n < 5; n++) await push('3');
    const waiting = await deliveredHints();
    expect(waiting).toBe(1);
    work();
    await until(async () => changed.length > 0);
    expect(host.asked).toEqual({ pages: 0, unchangedPages: 0, files: 1, unchangedFiles: 0 });
    expect(changed).toHaveLength(1);
  });

  it.each([
    ['of another branch', { branch: 'feature' }],
    ['that touched other files', { paths: ['src/main.ts', 'docs/about.md'] }],
  ])('of a push %s makes nobody look', async (_why, more) => {
    await swept();
    await push('3', more);
    await idle();
    expect(host.asked).toMatchObject({ pages: 0, files: 0 });
  });

  it('of a push whose paths nobody knows makes us look', async () => {
    await swept();
    await push('3', { paths: null });
    await until(() => host.asked.unchangedFiles === 1);
  });

  it('is a hint to look, never truth: what it says of a rename is not taken, what the list says is', async () => {
    await swept();
    await hook({ type: 'repository', what: 'deleted', repository: { id: '3', key: 'acme/r3' } });
    await until(() => host.asked.pages === 2);
    await idle();
    const { rows } = await database.pool.query(`select archived from repository where key = 'acme/r3'`);
    expect(rows).toEqual([{ archived: false }]);
    host.repositories[2]!.key = 'acme/renamed';
    await hook({ type: 'repository', what: 'renamed', repository: { id: '3', key: 'acme/lies' } });
    await until(async () => {
      const found = await database.pool.query(`select key from repository where host_id = '3'`);
      return found.rows[0].key === 'acme/renamed';
    });
  });

  it('of a team is told on to whoever keeps people', async () => {
    work();
    await hook({ type: 'team' });
    await until(() => directories === 1);
  });
});

/** Hands the hints on without doing what they ask for. @returns how many reads wait */
async function deliveredHints(): Promise<number> {
  const hints = startWorkers({ pool: database.pool, log, concurrency: 2, jobs: events.jobs() });
  const count = async (where: string) => {
    const { rows } = await database.pool.query(
      `select count(*)::int as n from graphile_worker.jobs where ${where}`,
    );
    return rows[0].n as number;
  };
  await until(async () => (await count(`task_identifier like 'event:host.changed%'`)) === 0);
  await hints.stop();
  return count(`task_identifier = 'read-repository'`);
}
