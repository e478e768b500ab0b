import { describe, expect, it } from 'vitest';
import { factsSchema } from '../deciding/facts.ts';
import { compilePolicy, DEFAULT_POLICY } from '../pure.ts';
import { backtest, type TestedFinding } from './backtest.ts';

const AT = '2026-10-02T00:00:00.000Z';
const active = compilePolicy(DEFAULT_POLICY, 'default@1');
const draft = (from: string, to: string) => {
  expect(DEFAULT_POLICY).toContain(from);
  return compilePolicy(DEFAULT_POLICY.replace(from, to));
};

let made = 0;
function finding(
  severity: string,
  more: { team?: string; fixAvailable?: boolean; stored?: object } = {},
): TestedFinding {
  const facts = factsSchema.parse({
    finding: { kind: 'dependency', severity, fixAvailable: more.fixAvailable ?? true },
    service: { exposure: 'internal' },
    detectedAt: '2026-09-01T00:00:00.000Z',
    now: AT,
  });
  const team = more.team ?? 'payments';
  return {
    id: `fnd_${++made}`,
    title: `finding ${made}`,
    team: { key: team, name: team },
    facts,
    stored: { priority: 2, dueMs: Date.parse('2026-10-01T00:00:00Z'), ...more.stored },
  };
}
async function* batches(...lists: TestedFinding[][]) {
  for (const list of lists) yield list;
}

describe('a backtest', () => {
  it('of the active document changes nothing', async () => {
    const findings = [finding('critical'), finding('high'), finding('low', { fixAvailable: false })];
    const result = await backtest({ active, document: compilePolicy(DEFAULT_POLICY) }, batches(findings), AT);
    expect(result).toMatchObject({
      against: 'default@1',
      findings: 3,
      changed: 0,
      examples: [],
      routes: [],
      unknown: 0,
    });
    expect(result.before).toEqual(result.after);
  });

  it('counts by priority and by team what moves, and says both trails', async () => {
    const document = draft(
      'when: \'finding.severity == "high"\'\n    then: P2',
      'when: \'finding.severity == "high"\'\n    then: P1',
    );
    const findings = [
      finding('high'),
      finding('high', { team: 'search' }),
      finding('critical'),
      finding('low'),
    ];
    const result = await backtest({ active, document }, batches(findings.slice(0, 2), findings.slice(2)), AT);
    expect(result).toMatchObject({
      findings: 4,
      changed: 2,
      before: { P0: 0, P1: 1, P2: 2, P3: 0, P4: 1 },
      after: { P0: 0, P1: 3, P2: 0, P3: 0, P4: 1 },
      dates: { earlier: 2, later: 0, gained: 0, lost: 0 },
    });
    expect(result.matrix[2]).toEqual([0, 2, 0, 0, 0]);
    expect(result.teams).toMatchObject([
      { key: 'payments', findings: 3, changed: 1, earlier: 1 },
      { key: 'search', findings: 1, changed: 1, earlier: 1 },
    ]);
    expect(result.examples).toHaveLength(2);
    expect(result.examples[0]).toMatchObject({
      finding: findings[0]!.id,
      before: { priority: 'P2', dueAt: '2026-10-01T00:00:00.000Z' },
      after: { priority: 'P1', dueAt: '2026-09-08T00:00:00.000Z' },
    });
    expect(result.examples[0]!.before.because).not.toEqual(result.examples[0]!.after.because);
  });

  it('tells holds that begin and end, and where tickets go instead', async () => {
    const held = draft(
      '\'finding.priority in ["P3", "P4"] && !finding.fixAvailable\'',
      '\'finding.severity == "high"\'',
    );
    const findings = [finding('high'), finding('low', { fixAvailable: false })];
    const result = await backtest({ active, document: held }, batches(findings), AT);
    expect(result.holds).toEqual({ added: 1, lifted: 1 });
    expect(result.routes).toEqual(
      expect.arrayContaining([
        { from: 'the owner’s queue', to: 'held until fix available', findings: 1 },
        { from: 'held until fix available', to: 'the owner’s queue', findings: 1 },
      ]),
    );
  });

  it('says how often each rule decides, and which never do', async () => {
    const document = draft(
      '  - id: rest',
      "  - id: never-met\n    when: 'intel.ransomware'\n    then: P0\n  - id: rest",
    );
    const { rules } = await backtest({ active, document }, batches([finding('high'), finding('high')]), AT);
    expect(rules).toContainEqual({ section: 'priority', id: 'high', fired: 2, before: 2 });
    expect(rules).toContainEqual({ section: 'priority', id: 'never-met', fired: 0, before: null });
    expect(rules.filter(({ section }) => section === 'priority').map(({ fired }) => fired)).toEqual(
      document.rules.map(({ id }) => (id === 'high' ? 2 : 0)),
    );
  });

  it('shows examples of every sort of change, not only of the frequent one', async () => {
    const document = draft(
      'when: \'finding.severity == "high"\'\n    then: P2',
      'when: \'finding.severity in ["high", "medium"]\'\n    then: P1',
    );
    const many = Array.from({ length: 300 }, () => finding('high'));
    const { examples } = await backtest({ active, document }, batches(many, [finding('medium')]), AT);
    expect(examples.length).toBeLessThanOrEqual(20);
    expect(examples.map(({ before }) => before.priority)).toContain('P3');
  });

  it('counts what nothing can be said of, and what an earlier version decided otherwise', async () => {
    const unknown = { ...finding('high'), facts: null };
    const older = finding('high', { stored: { priority: 1 } });
    const result = await backtest(
      { active, document: active },
      batches([unknown, older, finding('high')]),
      AT,
    );
    expect(result).toMatchObject({ findings: 2, unknown: 1, older: 1, changed: 0 });
  });
});
