import { describe, expect, it } from 'vitest';
import { NO_INTEL } from '../intelligence/intel.ts';
import { factsSchema, NOT_JUDGED } from './facts.ts';
import { factsOfStored, type StoredFinding } from './stored-facts.ts';

const NOW = '2026-10-02T06:00:00.000Z';
const FINDING: StoredFinding = {
  kind: 'dependency',
  severity: 1,
  path: 'package-lock.json',
  rule: 'CVE-2026-1',
  tool: 'trivy',
  phase: 'build',
  component: 'pkg:npm/left',
  fixedVersions: ['2.0.0'],
  verified: null,
  score: 7.5,
  team: 'payments',
  unowned: false,
  branch: 'main',
  openedAt: '2026-09-01T00:00:00.000Z',
};
const { service } = factsSchema.parse({
  finding: { kind: 'code', severity: 'low' },
  service: { name: 'pay', exposure: 'internet' },
});
const BASIS = { service, intel: NO_INTEL, trust: NOT_JUDGED };

describe('facts of a stored finding', () => {
  it('are whole: every fact that a condition may ask for is there', () => {
    const facts = factsOfStored(FINDING, BASIS, null, NOW);
    expect(factsSchema.parse(facts)).toEqual(facts);
    expect(facts).toMatchObject({
      finding: { severity: 'high', fixAvailable: true, score: 7.5, phase: 'build' },
      owner: { team: 'payments', unowned: false },
      scan: { tool: 'trivy', phase: 'build', branch: 'main' },
      detectedAt: FINDING.openedAt,
      now: NOW,
    });
    expect(facts.service).toBe(service);
  });

  it('say that a package without a fixed version has no fix, and of other kinds nothing', () => {
    expect(factsOfStored({ ...FINDING, fixedVersions: null }, BASIS, null, NOW).finding.fixAvailable).toBe(
      false,
    );
    expect(
      factsOfStored({ ...FINDING, kind: 'code', component: null }, BASIS, null, NOW).finding.fixAvailable,
    ).toBe(null);
  });

  it('carry what is remembered of the clock', () => {
    const clock = {
      fixSince: '2026-09-20T00:00:00.000Z',
      restartedAt: null,
      waitsFor: 'base-image',
      pausedSince: null,
      pausedDays: 2.5,
    };
    expect(factsOfStored(FINDING, BASIS, clock, NOW).finding).toMatchObject({
      fixAvailableSince: clock.fixSince,
      waitsFor: 'base-image',
      pausedDays: 2.5,
    });
  });
});
