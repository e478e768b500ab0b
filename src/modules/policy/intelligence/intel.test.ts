import { describe, expect, it } from 'vitest';
import { type Intel, intelOf, NO_INTEL } from '../pure.ts';

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
