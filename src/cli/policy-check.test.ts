import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../modules/policy/pure.ts';
import { policyCheckCommand } from './policy-check.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanekeeper-policy-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function check(document: string, options: { json?: boolean } = {}) {
  const file = join(folder, 'policy.yaml');
  await writeFile(file, document);
  const out: string[] = [];
  const err: string[] = [];
  const io = { out: (line: string) => out.push(line), err: (line: string) => err.push(line), color: false };
  return { exit: await policyCheckCommand(file, options, io), out, err };
}

describe('policy check', () => {
  it('says that a policy is valid', async () => {
    const { exit, out } = await check(DEFAULT_POLICY);
    expect(exit).toBe(0);
    expect(out).toEqual([expect.stringMatching(/policy\.yaml: a valid policy with 14 rules/)]);
  });

  it('names file, line and column of everything that is wrong, and exits with 2', async () => {
    const bad = DEFAULT_POLICY.replace('intel.exploited &&', 'intel.nope &&').replace('P1: 7d', 'P1: soon');
    const { exit, err } = await check(bad);
    expect(exit).toBe(2);
    expect(err).toEqual([
      expect.stringMatching(/LK-VALIDATION: .*policy\.yaml:\d+:\d+: .*"soon" is no duration/),
    ]);
    const { err: second } = await check(DEFAULT_POLICY.replace('intel.exploited &&', 'intel.nope &&'));
    expect(second).toEqual([
      expect.stringMatching(/policy\.yaml:20:18: priority\.2\.when: there is no fact/),
    ]);
  });

  it('tells warnings apart from what makes it unusable', async () => {
    const slip = DEFAULT_POLICY.replace('finding.severity == "medium"', 'finding.severity == "medum"');
    const { exit, out } = await check(slip, { json: true });
    expect(exit).toBe(0);
    expect(JSON.parse(out[0]!)).toMatchObject({
      valid: true,
      priorityRules: 14,
      problems: [],
      warnings: [{ line: 56, column: 32, message: expect.stringContaining('did you mean "medium"?') }],
    });
  });

  it('tells programs of problems with line and column', async () => {
    const { exit, out } = await check('priority: [', { json: true });
    expect(exit).toBe(2);
    expect(JSON.parse(out[0]!)).toMatchObject({ valid: false, problems: [{ line: 1 }], warnings: [] });
  });
});
