import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { KINDS } from '../../../kernel/observation.ts';
import { SEVERITIES } from '../../../kernel/severity.ts';
import { compilePolicy, DEFAULT_POLICY, decide, type Facts, NO_INTEL } from '../pure.ts';

const known = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: null });
const share = known(
  fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.1, 0.5, 0.95, 1)),
);
const time = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true })
  .map((at) => at.toISOString());

const PLAIN = {
  evaluatedAt: fc.constant(null),
  restartedAt: fc.constant(null),
  waitsFor: fc.constant(null),
  pausedSince: fc.constant(null),
  pausedDays: fc.constant(null),
};

const facts: fc.Arbitrary<Facts> = fc.record({
  finding: fc.record({
    kind: fc.constantFrom(...KINDS),
    severity: fc.constantFrom(...SEVERITIES),
    verified: known(fc.boolean()),
    fixAvailable: known(fc.boolean()),
    ...PLAIN,
    fixAvailableSince: known(time),
    reachable: fc.constant(null),
    phase: fc.constant(null),
    score: known(fc.double()),
    rule: known(fc.string()),
    path: known(fc.string()),
  }),
  service: fc.record({
    name: known(fc.string()),
    exposure: known(fc.constantFrom('internet', 'partner', 'internal', 'none')),
    tier: known(fc.integer({ min: 1, max: 4 })),
    data: fc.array(fc.string()),
    compliance: fc.array(fc.string()),
    lifecycle: fc.constant(null),
  }),
  owner: fc.record({ team: known(fc.string()), unowned: known(fc.boolean()) }),
  intel: fc.record({
    kev: known(fc.boolean()),
    kevSince: fc.constant(null),
    published: fc.constant(null),
    sources: fc.constant([]),
    ransomware: known(fc.boolean()),
    epss: share,
    epssPercentile: share,
    exploitation: known(fc.constantFrom('none', 'poc', 'active')),
    automatable: known(fc.constantFrom('yes', 'no')),
    technicalImpact: known(fc.constantFrom('total', 'partial')),
  }),
  scan: fc.constant({ tool: 'semgrep', phase: null, branch: 'main' }),
  trust: fc.constant({ mode: null, demoted: null }),
  detectedAt: time,
  now: fc.constant('2100-01-02T00:00:00.000Z'),
});

const policy = compilePolicy(DEFAULT_POLICY, 'default@1');
/** Without memory of what it decided before. */
const fresh = compilePolicy(DEFAULT_POLICY, 'default@1');
const rank = (decision: { priority: (typeof PRIORITIES)[number] }) => PRIORITIES.indexOf(decision.priority);
const run = <Input>(arbitrary: fc.Arbitrary<Input>, check: (input: Input) => void, numRuns = 500) =>
  fc.assert(fc.property(arbitrary, check), { numRuns });

describe('every decision', () => {
  it('is the same whatever was decided before it', () => {
    run(fc.tuple(facts, fc.array(facts, { maxLength: 5 })), ([one, before]) => {
      for (const other of before) decide(policy, other);
      fresh.verdicts.slots.fill(undefined);
      expect(decide(policy, one)).toEqual(decide(fresh, one));
    });
  });

  it('is never due before detection', () => {
    run(facts, (one) => {
      const { dueAt } = decide(policy, one);
      if (dueAt !== null) expect(Date.parse(dueAt)).toBeGreaterThan(Date.parse(one.detectedAt!));
    });
  });

  it('gives less time to what is more urgent, and a date to the most urgent', () => {
    run(fc.tuple(facts, facts), ([a, b]) => {
      const detectedAt = '2026-01-01T00:00:00.000Z';
      const decisions = [a, b].map((one) =>
        decide(policy, {
          ...one,
          detectedAt,
          finding: { ...one.finding, fixAvailable: true, fixAvailableSince: null },
        }),
      );
      const [first, second] = decisions.sort((x, y) => rank(x) - rank(y));
      const due = ({ dueAt }: { dueAt: string | null }) => (dueAt === null ? Infinity : Date.parse(dueAt));
      expect(due(first!)).toBeLessThanOrEqual(due(second!));
      if (rank(first!) < 4) expect(first!.dueAt).not.toBeNull();
    });
  });

  it('has reasons that begin with the severity and name the rule', () => {
    run(facts, (one) => {
      const { because } = decide(policy, one);
      expect(because[0]).toBe(`${one.finding.severity} severity`);
      expect(because.some((reason) => /\(rule [a-z-]+\)$/.test(reason))).toBe(true);
    });
  });

  it('has no date for a fix that does not exist', () => {
    run(facts, (one) => {
      const finding = { ...one.finding, kind: 'dependency', fixAvailable: false } as const;
      const { dueAt, because } = decide(policy, { ...one, finding });
      expect(because.join()).not.toMatch(/due in/);
      if (dueAt !== null) expect(because.join()).toMatch(/mitigate in/);
    });
  });
});

describe('every regime', () => {
  const REGIMES = ['federal', 'fedramp-low', 'fedramp-moderate', 'fedramp-high', 'pci-dss', 'other'];
  const regulated = fc.tuple(facts, fc.subarray(REGIMES)).map(([one, compliance]) => ({
    ...one,
    service: { ...one.service, compliance },
  }));

  it('is listed, and the strictest date is the one that counts', () => {
    run(regulated, (one) => {
      const { dueAt, regimes, because } = decide(policy, one);
      const dates = Object.values(regimes).flatMap((asked) => asked.dueAt ?? []);
      expect(dueAt).toBe(dates.sort()[0] ?? null);
      for (const date of dates) expect(Date.parse(date)).toBeGreaterThan(Date.parse(one.detectedAt!));
      if (dueAt !== null && dueAt !== regimes['standard']!.dueAt)
        expect(because.join('\n')).toMatch(/(due|mitigate) in .*\(regime [a-z0-9.-]+\), counted from/);
    });
  });

  it('that applies never gives more time than there was without it', () => {
    run(regulated, (one) => {
      const free = decide(policy, { ...one, service: { ...one.service, compliance: [] } });
      const bound = decide(policy, one);
      if (free.dueAt !== null) expect(bound.dueAt! <= free.dueAt).toBe(true);
    });
  });

  it('gives less time to what is more urgent, all else being equal', () => {
    run(
      fc.tuple(regulated, fc.nat({ max: 3 })),
      ([one, at]) => {
        const rated = (priority: string) =>
          compilePolicy(
            DEFAULT_POLICY.replace(
              /^priority:$/m,
              `priority:\n  - { id: all, when: 'true', then: ${priority} }`,
            ),
          );
        const [more, less] = [rated(PRIORITIES[at]!), rated(PRIORITIES[at + 1]!)].map(
          (by) => decide(by, { ...one, finding: { ...one.finding, fixAvailable: true } }).dueAt,
        );
        if (less !== null) expect(more! <= less!).toBe(true);
      },
      60,
    );
  });

  it('says the same of the same facts, also when a clock has much to remember', () => {
    const remembered = fc.record({
      fixAvailableSince: known(time),
      evaluatedAt: known(time),
      restartedAt: known(time),
      pausedSince: known(time),
      pausedDays: known(fc.double({ min: 0, max: 400, noNaN: true })),
      waitsFor: known(fc.constantFrom('base-image', 'vendor')),
    });
    run(fc.tuple(regulated, remembered, regulated), ([one, clocks, other]) => {
      const odd = { ...one, finding: { ...one.finding, ...clocks } };
      decide(policy, odd);
      decide(policy, { ...odd, detectedAt: other.detectedAt });
      fresh.verdicts.slots.fill(undefined);
      const decision = decide(policy, odd);
      expect(decision).toEqual(decide(fresh, odd));
      expect(decision).toEqual(decide(policy, odd));
      if (decision.dueAt !== null)
        expect(Date.parse(decision.dueAt)).toBeGreaterThan(Date.parse(odd.detectedAt!));
    });
  });
});

describe('exploitation', () => {
  it('is never outweighed by a low EPSS score', () => {
    run(fc.tuple(facts, share, share), ([one, epss, epssPercentile]) => {
      const exploited = { ...one, intel: { ...one.intel, kev: true } };
      const other = { ...exploited, intel: { ...exploited.intel, epss, epssPercentile } };
      expect(decide(policy, other).priority).toBe(decide(policy, exploited).priority);
    });
  });

  it('never lowers a priority by becoming known', () => {
    run(facts, (one) => {
      const quiet = { ...one, intel: { ...NO_INTEL, kev: false } };
      const loud = { ...one, intel: { ...NO_INTEL, kev: true } };
      expect(rank(decide(policy, loud))).toBeLessThanOrEqual(rank(decide(policy, quiet)));
    });
  });
});

describe('absurd facts', () => {
  it('count as not assessed', () => {
    const odd = fc.constantFrom(Number.NaN, Infinity, -1, 7);
    run(fc.tuple(facts, odd, odd), ([one, epss, epssPercentile]) => {
      const absurd = { ...one, intel: { ...one.intel, epss, epssPercentile } };
      const unknown = { ...one, intel: { ...one.intel, epss: null, epssPercentile: null } };
      // The basis keeps what was told.
      const { basis: _, ...decision } = decide(policy, absurd);
      expect(decide(policy, unknown)).toMatchObject(decision);
    });
  });

  it('never make one combination look like another', () => {
    const name = fc.string({ unit: fc.constantFrom('"', ',', '1', '2', 'n'), maxLength: 4 });
    run(fc.tuple(facts, name, name), ([one, a, b]) => {
      const named = (text: string) => ({
        ...one,
        service: { ...one.service, name: text, exposure: 'internet' as const },
      });
      const same =
        JSON.stringify(decide(policy, named(a)).because) === JSON.stringify(decide(policy, named(b)).because);
      expect(same).toBe(a === b);
    });
  });
});
