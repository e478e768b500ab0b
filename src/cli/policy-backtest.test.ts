import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backtest, BacktestResult } from '../contract/policy-backtest.ts';
import { DEFAULT_POLICY } from '../modules/policy/pure.ts';
import { policyBacktestCommand } from './policy-backtest.ts';

const counts = { P0: 0, P1: 1, P2: 2, P3: 0, P4: 0 };
const outcome = {
  priority: 'P2' as const,
  dueAt: '2026-10-01T00:00:00.000Z',
  route: 'the owner’s queue',
  because: ['high severity'],
};
const RESULT: BacktestResult = {
  against: 'default@1',
  at: '2026-10-02T00:00:00.000Z',
  findings: 3,
  changed: 1,
  unknown: 0,
  older: 0,
  matrix: [0, 1, 2, 3, 4].map(() => [0, 0, 0, 0, 0]),
  before: counts,
  after: { ...counts, P1: 2, P2: 1 },
  dates: { earlier: 1, later: 0, gained: 0, lost: 0 },
  holds: { added: 0, lifted: 0 },
  routes: [],
  teams: [
    {
      key: 'pay',
      name: 'Payments',
      findings: 3,
      changed: 1,
      before: counts,
      after: { ...counts, P1: 2, P2: 1 },
      earlier: 1,
      later: 0,
    },
  ],
  moreTeams: 0,
  rules: [{ section: 'priority', id: 'live-secret', fired: 0, before: 0 }],
  examples: [
    {
      finding: 'fnd_1',
      title: 'A weakness',
      team: 'Payments',
      before: outcome,
      after: { ...outcome, priority: 'P1', because: ['high severity', 'P1: stricter'] },
    },
  ],
};
const BASE: Backtest = {
  id: 'bkt_1',
  state: 'waiting',
  askedBy: 'kim',
  askedAt: '2026-10-02T00:00:00.000Z',
  endedAt: null,
  done: 0,
  total: null,
  result: null,
  error: null,
};

let folder: string;
let server: Server;
let answers: Backtest[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanekeeper-backtest-'));
  server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answers.length > 1 ? answers.shift() : answers[0]));
  }).listen(0);
  await new Promise((resolve) => server.once('listening', resolve));
  process.env['LANEKEEPER_URL'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  delete process.env['LANEKEEPER_URL'];
  server.close();
  await rm(folder, { recursive: true, force: true });
});

async function run(document: string, options: { wait?: boolean; json?: boolean }) {
  const file = join(folder, 'policy.yaml');
  await writeFile(file, document);
  const out: string[] = [];
  const io = { out: (line: string) => out.push(line), err: () => {}, color: false };
  return { exit: await policyBacktestCommand(file, options, io), out: out.join('\n') };
}

describe('policy backtest', () => {
  it('waits for the result and tells counts, rules that decide on nothing, and examples with what is new', async () => {
    answers = [
      BASE,
      { ...BASE, state: 'running', done: 1, total: 3 },
      { ...BASE, state: 'done', done: 3, total: 3, result: RESULT },
    ];
    const { exit, out } = await run(DEFAULT_POLICY, {});
    expect(exit).toBe(0);
    expect(out).toContain('1 of 3 open findings would change, compared with default@1');
    expect(out).toMatch(/Payments.*1 > 2.*2 > 1/);
    expect(out).toContain('decide on nothing: live-secret');
    expect(out).toContain('P2, due 2026-10-01, the owner’s queue  ->  P1');
    expect(out).toContain('+ P1: stricter');
  });

  it('prints one document for programs', async () => {
    answers = [BASE, { ...BASE, state: 'done', result: RESULT }];
    const { out } = await run(DEFAULT_POLICY, { json: true });
    expect(JSON.parse(out)).toMatchObject({ id: 'bkt_1', state: 'done', result: { changed: 1 } });
  });

  it('only asks for it with --no-wait', async () => {
    answers = [BASE];
    expect((await run(DEFAULT_POLICY, { wait: false })).out).toContain('bkt_1 is asked for');
  });

  it('says why it ended without a result', async () => {
    answers = [BASE, { ...BASE, state: 'failed', error: 'It stopped on our side.' }];
    await expect(run(DEFAULT_POLICY, {})).rejects.toMatchObject({
      code: 'LK-SERVER',
      message: 'the backtest failed: It stopped on our side.',
    });
  });

  it('asks nobody about a document that cannot be used', async () => {
    answers = [];
    const bad = DEFAULT_POLICY.replace('intel.exploited &&', 'intel.nope &&');
    await expect(run(bad, {})).rejects.toMatchObject({
      code: 'LK-VALIDATION',
      message: expect.stringMatching(/policy\.yaml:20:18: priority\.2\.when/),
    });
  });
});
