import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FindingDecision } from '../contract/decision.ts';
import { policyExplainCommand } from './policy-explain.ts';

const decision: FindingDecision = {
  finding: 'fnd_1',
  priority: 'P1',
  dueAt: '2026-03-09T09:00:00.000Z',
  reviewAt: null,
  route: null,
  pausedBy: null,
  because: ['high severity', 'due in 7 days'],
  policy: 'policy@3',
  version: 3,
  decidedAt: '2026-03-02T09:00:00.000Z',
  replay: { equal: true, differs: [] },
  regimes: [
    { name: 'standard', dueAt: '2026-03-09T09:00:00.000Z', duties: [], holds: true },
    { name: 'pci-dss-4.0.1', dueAt: null, duties: ['tell the assessor'], holds: false },
  ],
  duties: ['tell the assessor'],
  mode: 'observe',
  facts: [
    { group: 'intelligence', name: 'EPSS', value: '3.2 %', source: 'EPSS v2026.06.15 of 2026-03-01' },
    { group: 'service', name: 'tier', value: null, source: null },
  ],
  clock: {
    detectedAt: '2026-03-02T09:00:00.000Z',
    fixSince: null,
    restartedAt: null,
    waitsFor: null,
    pausedSince: null,
    pausedDays: 0,
    kept: null,
  },
  today: null,
};

let answer = decision;
const server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ ...answer, finding: decodeURIComponent(request.url!.split('/')[4]!) }));
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('LANEKEEPER_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.close();
});

async function explain(options: { json?: boolean } = {}) {
  const lines: string[] = [];
  const io = { out: (line: string) => void lines.push(line), err: () => {}, color: false };
  const exit = await policyExplainCommand('fnd_9', options, io);
  return { exit, text: lines.join('\n') };
}

describe('policy explain', () => {
  it('tells the whole trail: reasons, regimes with duties, facts with their source, what was not assessed', async () => {
    const { exit, text } = await explain();
    expect(exit).toBe(0);
    expect(text.split('\n')).toEqual([
      'P1, due 2026-03-09 09:00 UTC (policy@3, decided 2026-03-02 09:00 UTC)',
      '  - high severity',
      '  - due in 7 days',
      'What each regime asks:',
      '  - standard: due 2026-03-09 09:00 UTC (this one holds)',
      '  - pci-dss-4.0.1: no date; tell the assessor',
      'What it rests on:',
      '  - EPSS: 3.2 % [EPSS v2026.06.15 of 2026-03-01]',
      '  - not assessed: tier',
      'Asked again with what was known then, policy@3 says the same.',
    ]);
  });

  it('gives programs one document', async () => {
    const { text } = await explain({ json: true });
    expect(JSON.parse(text)).toEqual({ ...decision, finding: 'fnd_9' });
  });

  it('ends with 1 where another answer comes out, and says which', async () => {
    answer = { ...decision, replay: { equal: false, differs: ['P1 → P2'] } };
    const { exit, text } = await explain();
    expect(exit).toBe(1);
    expect(text).toContain('policy@3 says otherwise: P1 → P2');
    answer = { ...decision, replay: { equal: null, differs: ['its reasons are not kept'] } };
    expect((await explain()).exit).toBe(0);
  });
});
