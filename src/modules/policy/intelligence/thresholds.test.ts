import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePolicy, DEFAULT_POLICY, decide, type FactsInput, factsSchema } from '../pure.ts';
import { thresholdsOf } from './thresholds.ts';

const withRules = (...conditions: string[]) =>
  `apiVersion: lanekeeper.dev/policy/v1
priority:
${conditions.map((when, i) => `  - { id: rule-${i}, when: '${when}', then: P1 }`).join('\n')}
  - { id: rest, when: true, then: P4 }
deadlines: { standard: { P0: 1d, P1: 7d, P2: 30d, P3: 90d, P4: none } }
`;
const of = (...conditions: string[]) => thresholdsOf(compilePolicy(withRules(...conditions)));

describe('the numbers that EPSS is compared with', () => {
  it('are those of the default policy', () => {
    expect(thresholdsOf(compilePolicy(DEFAULT_POLICY))).toEqual({ epss: [0.1], epssPercentile: [0.5, 0.95] });
  });

  it.each([
    [
      'either side and each comparison',
      ['intel.epss < 0.9 || 0.2 >= intel.epss', 'intel.epss != 0.3'],
      [0.2, 0.3, 0.9],
    ],
    ['a whole number', ['intel.epss >= 1.0 && !(intel.epss == 0.0)'], [0, 1]],
    ['a number below nothing', ['intel.epss > -0.5'], [-0.5]],
    ['whether it was assessed', ['intel.epss != null'], []],
    ['rules that do not ask for it', ['intel.kev && finding.score > 9.0'], []],
    ['both arms of a choice', ['intel.kev ? intel.epss > 0.1 : intel.epss > 0.7'], [0.1, 0.7]],
  ])('are found for %s', (_what, conditions, epss) => {
    expect(of(...conditions)).toEqual({ epss, epssPercentile: [] });
  });

  it.each([
    ['a calculation', 'intel.epss * 10.0 > 3.0'],
    ['another fact', 'intel.epss > intel.epssPercentile'],
    ['the score of the finding', 'intel.epss * 10.0 > finding.score'],
    ['a list', 'intel.epss in [0.1, 0.2]'],
    ['a loop', '[0.1, 0.2].exists(limit, intel.epss > limit)'],
    ['a conversion', 'string(intel.epss) == "0.5"'],
  ])('are not all there is when a condition uses it in %s', (_what, condition) => {
    expect(of(condition)).toBe('any');
  });

  it('are taken from routes, holds, regimes, escalation and what is loud too', () => {
    const text = `${DEFAULT_POLICY}
notify: [{ id: loud, when: 'intel.epssPercentile > 0.33', how: daily }]
guardrails: [{ id: line, when: 'intel.epss > 0.34', action: warn, override: { by: [champion], days: 2 } }]
`
      .replace('routes:\n', "$&  - { when: 'intel.epss > 0.31', to: { queue: urgent } }\n")
      .replace(
        'escalation:\n',
        "$&  - { id: early, when: 'intel.epss > 0.32', at: { share: 0.2 }, to: [owner] }\n",
      )
      .replace(/^pacing: .*$/m, "pacing: { except: 'intel.epss > 0.35' }")
      .replace('mitigate: ', `mitigate: 'intel.epss > 0.36 || finding.priority == "P0"' #`)
      .replace('  pauses:\n', "$&    - { id: wait, when: 'intel.epss < 0.37', because: unlikely }\n")
      .replace(
        '  regimes:\n',
        "$&    ours: { appliesTo: 'intel.epss > 0.38', own: { P0: 1d, P1: 2d, P2: 3d, P3: 4d, P4: none } }\n",
      );
    expect(thresholdsOf(compilePolicy(text))).toEqual({
      epss: [0.1, 0.31, 0.32, 0.34, 0.35, 0.36, 0.37, 0.38],
      epssPercentile: [0.33, 0.5, 0.95],
    });
  });
});

describe('a score that stays on its side of every number', () => {
  const policy = compilePolicy(
    withRules(
      'intel.epss > 0.2 && intel.epssPercentile >= 0.9',
      'intel.epss == 0.5 && finding.severity == "high"',
    ),
  );
  const { epss } = thresholdsOf(policy) as { epss: number[] };
  const side = (score: number) => epss.map((limit) => Math.sign(score - limit)).join();
  const facts = (score: number, percentile: number): FactsInput => ({
    finding: { kind: 'dependency', severity: 'high' },
    intel: { epss: score, epssPercentile: percentile },
    detectedAt: '2026-01-01T00:00:00Z',
    now: '2026-01-02T00:00:00Z',
  });

  it('leaves the decision as it is', () => {
    const number = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0.2, 0.5, 0.9));
    fc.assert(
      fc.property(number, number, number, (before, after, percentile) => {
        fc.pre(side(before) === side(after));
        const [was, is] = [before, after].map((score) =>
          decide(policy, factsSchema.parse(facts(score, percentile))),
        );
        expect([is!.priority, is!.dueAt]).toEqual([was!.priority, was!.dueAt]);
      }),
    );
  });
});
