import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compilePolicy,
  DEFAULT_POLICY,
  decide,
  type FactsInput,
  factsSchema,
  type Intel,
  intelOf,
  NO_INTEL,
} from '../pure.ts';

const map = new Map<string, Intel>([
  ['CVE-2026-0001', { ...NO_INTEL, kev: false, epss: 0.9, epssPercentile: 0.99, exploitation: 'poc' }],
  ['CVE-2026-0002', { ...NO_INTEL, kev: true, kevSince: '2026-02-01', epss: 0.1, exploitation: 'none' }],
  ['CVE-2026-0003', { ...NO_INTEL, kev: true, kevSince: '2025-05-05', technicalImpact: 'total' }],
]);

describe('intelligence over several ids', () => {
  it('is the worst of all of them, in any order', () => {
    const ids = ['GHSA-aaaa-bbbb-cccc', 'cve-2026-0001', 'CVE-2026-0002', 'CVE-2026-0003'];
    const expected = {
      ...NO_INTEL,
      kev: true,
      kevSince: '2025-05-05',
      epss: 0.9,
      epssPercentile: 0.99,
      exploitation: 'poc',
      technicalImpact: 'total',
    };
    expect(intelOf(ids, map)).toEqual(expected);
    expect(intelOf(ids.toReversed(), map)).toEqual(expected);
  });

  it('is not assessed for ids no feed speaks of', () => {
    expect(intelOf(['GHSA-aaaa-bbbb-cccc'], map)).toEqual(NO_INTEL);
    expect(intelOf([], map)).toEqual(NO_INTEL);
  });

  it('believes a report that tells of exploitation, and its EPSS only where no feed has one', () => {
    expect(intelOf(['CVE-2026-0001'], map, { exploited: true, epss: 0.2 })).toMatchObject({
      exploitation: 'active',
      epss: 0.9,
    });
    expect(intelOf([], map, { epss: 0.2 })).toEqual({
      ...NO_INTEL,
      epss: 0.2,
      sources: ['EPSS as the report tells it'],
    });
  });
});

describe('the same ids', () => {
  it('give the same object, also where several ids or a report say something', () => {
    const ids = ['CVE-2026-0001', 'CVE-2026-0002'];
    expect(intelOf(ids, map)).toBe(intelOf([...ids], map));
    const told = { exploited: true };
    expect(intelOf(ids.slice(0, 1), map, told)).toBe(intelOf(ids.slice(0, 1), map, { ...told }));
    expect(intelOf(['CVE-2026-0001', 'GHSA-none'], map)).toBe(map.get('CVE-2026-0001'));
  });
});

describe('a low EPSS', () => {
  it('never makes what is known to be exploited less urgent', () => {
    const policy = compilePolicy(DEFAULT_POLICY);
    const score = fc.option(fc.double({ min: 0, max: 1, noNaN: true }));
    const known = fc.constantFrom(
      { kev: true },
      { kev: false, exploitation: 'active' },
      { exploitation: 'Active' },
    );
    fc.assert(
      fc.property(
        known,
        score,
        score,
        fc.constantFrom('critical', 'high', 'medium', 'low', 'info'),
        fc.constantFrom('internet', 'partner', 'internal', 'none', null),
        fc.boolean(),
        (intel, epss, epssPercentile, severity, exposure, fixAvailable) => {
          const facts = (more: object): FactsInput => ({
            finding: { kind: 'dependency', severity, fixAvailable } as FactsInput['finding'],
            service: { exposure },
            intel: { ...intel, ...more },
            detectedAt: '2026-01-01T00:00:00Z',
            now: '2026-01-02T00:00:00Z',
          });
          const without = decide(policy, factsSchema.parse(facts({})));
          const withScore = decide(policy, factsSchema.parse(facts({ epss, epssPercentile })));
          expect(withScore.priority <= without.priority).toBe(true);
          expect(withScore.priority <= 'P1').toBe(true);
        },
      ),
    );
  });
});
