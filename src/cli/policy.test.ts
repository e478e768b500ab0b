import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../modules/policy/pure.ts';
import { policyDecideCommand } from './policy.ts';
import { factsLines } from './policy-facts.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanekeeper-policy-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}
function terminal() {
  const out: string[] = [];
  const err: string[] = [];
  return { out, err, io: { out: (l: string) => out.push(l), err: (l: string) => err.push(l), color: false } };
}

const FACTS = {
  finding: { kind: 'dependency', severity: 'critical', fixAvailable: true },
  service: { exposure: 'internet', compliance: [] },
  intel: { kev: true },
  detectedAt: '2026-01-01T00:00:00Z',
  now: '2026-01-02T00:00:00Z',
};

describe('policy decide', () => {
  it('answers a line for each line of facts, with the keys programs rely on', async () => {
    const facts = await file('facts.jsonl', `${JSON.stringify(FACTS)}\n${JSON.stringify(FACTS)}\n`);
    const { out, io } = terminal();
    expect(await policyDecideCommand({ facts, json: true }, io)).toBe(0);
    expect(out).toHaveLength(2);
    expect(JSON.parse(out[0]!)).toEqual({
      priority: 'P0',
      dueAt: '2026-01-02T00:00:00.000Z',
      regimes: { standard: { dueAt: '2026-01-02T00:00:00.000Z', duties: [] } },
      duties: [],
      route: { to: 'owner' },
      mode: 'comment',
      because: expect.arrayContaining(['critical severity', 'known exploited (KEV)']),
      policy: 'default@1',
    });
  });

  it('names the line and field of facts it cannot use, and still answers the others', async () => {
    const odd = { ...FACTS, finding: { kind: 'dependency', severity: 'dreadful' } };
    const lines = [JSON.stringify(odd), 'nonsense', JSON.stringify(FACTS)];
    const facts = await file('odd.jsonl', lines.join('\n'));
    const { out, err, io } = terminal();
    expect(await policyDecideCommand({ facts, json: true }, io)).toBe(2);
    expect(out).toHaveLength(1);
    expect(err[0]).toMatch(/^lanekeeper: LK-VALIDATION: finding\.severity: .*odd\.jsonl:1\)/);
    expect(err[1]).toMatch(/this is not JSON \(.*odd\.jsonl:2\)/);
  });

  it('reads a million lines a piece at a time, whatever the first line looks like', async () => {
    let given = 0;
    async function* input() {
      yield '{ this is no JSON\n';
      for (; given < 1000; given++) yield `${JSON.stringify({ given, text: 'x'.repeat(40_000) })}\n`;
    }
    let taken = 0;
    let ahead = 0;
    for await (const documents of factsLines(input())) {
      taken += documents.length;
      ahead = Math.max(ahead, given - taken);
    }
    expect(taken).toBe(1001);
    // Until it is sure that this is not one large document, some are held.
    expect(ahead).toBeLessThan(500);
  });

  it('takes one document written over several lines, and a policy of ours', async () => {
    const facts = await file('one.json', JSON.stringify(FACTS, null, 2));
    const policy = await file('ours.yaml', DEFAULT_POLICY.replace('P0: 1d', 'P0: 12h'));
    const { out, io } = terminal();
    expect(await policyDecideCommand({ facts, policy, json: true }, io)).toBe(0);
    expect(JSON.parse(out[0]!)).toMatchObject({ dueAt: '2026-01-01T12:00:00.000Z', policy });
  });
});
