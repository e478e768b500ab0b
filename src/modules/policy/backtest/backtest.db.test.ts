import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../../../../test/harness/house.ts';
import { sarif, trivy } from '../../../../test/harness/reports.ts';
import { testServer } from '../../../../test/harness/server.ts';
import type { Backtest } from '../../../contract/policy-backtest.ts';
import { createLog } from '../../../platform/log.ts';
import { DEFAULT_POLICY } from '../pure.ts';
import { backtestJob } from './jobs.ts';
import { backtestRoutes } from './routes.ts';
import { storedFindings } from './stored-findings.ts';

type Headers = Record<string, string>;

let home: TestHouse;
let server: Awaited<ReturnType<typeof testServer>>;
let kim: Headers;

beforeAll(async () => {
  home = await openTestHouse();
  const code = (n: number) => ({
    path: `src/part-${n}.ts`,
    line: n,
    text: `query(value${n})`,
    rule: `rule-${n % 3}`,
  });
  await home.send(sarif(Array.from({ length: 12 }, (_, n) => code(n + 1))), { repository: 'acme/basket' });
  const weak = { cve: 'CVE-2024-1111', name: 'acme-router', version: '1.3.0', fixed: ['1.4.9'] };
  await home.send(trivy([weak, { ...weak, cve: 'CVE-2024-2222', fixed: [] }]), { repository: 'acme/search' });
  await home.rest();
  server = await testServer(home.house.database, home.clock);
  const { database, ids } = home.house;
  await server.app.register(backtestRoutes({ db: database.db, clock: home.clock, ids }));
  await server.app.ready();
  kim = await server.cookieOf('kim@acme.example', ['security']);
});
afterAll(async () => {
  await server.app.close();
  await home.close();
});

async function call(method: 'GET' | 'POST' | 'DELETE', path: string, payload?: object, headers = kim) {
  const url = `/api/v1/policy/backtests${path}`;
  const answer = await server.app.inject({ method, url, headers, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.json() as Backtest & { detail: string } };
}
const uuidOf = (id: string) => id.replace('bkt_', '').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
const run = (id: string, signal = new AbortController().signal) =>
  backtestJob({ db: home.house.database.db, clock: home.clock }).run(
    { id: uuidOf(id) },
    { attempt: 1, lastAttempt: false, log: createLog('silent'), signal },
  );

describe('a backtest over what is stored', () => {
  it('of the active document finds no change, and nothing that was decided otherwise', async () => {
    const { status, body } = await call('POST', '', { document: DEFAULT_POLICY });
    expect(status).toBe(202);
    expect(body).toMatchObject({ state: 'waiting', done: 0, total: null, askedBy: 'kim@acme.example' });
    await run(body.id);
    const [open] = await home.rows<{ n: number }>(
      `select count(*)::int as n from finding where state in ('open', 'reopened')`,
    );
    expect(open!.n).toBeGreaterThan(10);
    expect((await call('GET', `/${body.id}`)).body).toMatchObject({
      state: 'done',
      done: open!.n,
      total: open!.n,
      result: { findings: open!.n, changed: 0, unknown: 0, older: 0, against: 'default@1' },
    });
  });

  it('says what another document changes', async () => {
    const { body } = await call('POST', '', { document: DEFAULT_POLICY.replace('P2: 30d', 'P2: 20d') });
    await run(body.id);
    const { result } = (await call('GET', `/${body.id}`)).body;
    const [due] = await home.rows<{ n: number }>(
      `select count(*)::int as n from finding where state in ('open', 'reopened') and priority = 2 and due_at is not null`,
    );
    expect(due!.n).toBeGreaterThan(0);
    expect(result!.dates).toEqual({ earlier: due!.n, later: 0, gained: 0, lost: 0 });
    expect(result!.examples[0]!.finding).toMatch(/^fnd_/);
  });

  it('rests on the facts that the line decided by: each stored finding has its basis', async () => {
    for await (const batch of storedFindings(home.house.database.db, home.clock.now().toISOString()))
      for (const { facts } of batch) expect(facts?.finding.rule).toBeTypeOf('string');
  });

  it('refuses a document that cannot be used, and people who may not change the policy', async () => {
    expect((await call('POST', '', { document: 'priority: [' })).status).toBe(400);
    const developer = await server.cookieOf('dev@acme.example');
    expect((await call('POST', '', { document: DEFAULT_POLICY }, developer)).status).toBe(403);
    expect((await call('GET', '/bkt_00000000000000000000000000000000')).status).toBe(404);
  });

  it('is called off, before it begins and in the middle; what has ended stays', async () => {
    const early = (await call('POST', '', { document: DEFAULT_POLICY })).body;
    expect((await call('DELETE', `/${early.id}`)).body.state).toBe('cancelled');
    await run(early.id);
    expect((await call('GET', `/${early.id}`)).body).toMatchObject({ state: 'cancelled', result: null });

    const ended = (await call('POST', '', { document: DEFAULT_POLICY })).body;
    await run(ended.id);
    expect((await call('DELETE', `/${ended.id}`)).body.state).toBe('done');
  });

  it('begins again when the server was stopped in the middle', async () => {
    const { body } = await call('POST', '', { document: DEFAULT_POLICY });
    const stop = new AbortController();
    stop.abort();
    await expect(run(body.id, stop.signal)).rejects.toThrow('begins again');
    expect((await call('GET', `/${body.id}`)).body.state).toBe('running');
    await run(body.id);
    expect((await call('GET', `/${body.id}`)).body.state).toBe('done');
  });

  it('waits for the one before it: they stand in one queue', async () => {
    await Promise.all([1, 2].map(() => call('POST', '', { document: DEFAULT_POLICY })));
    const queues = await home.rows<{ queue: string }>(
      `select distinct q.queue_name as queue from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id
       left join graphile_worker._private_job_queues q on q.id = j.job_queue_id where t.identifier = 'policy-backtest'`,
    );
    expect(queues).toEqual([{ queue: 'policy-backtest' }]);
  });
});
