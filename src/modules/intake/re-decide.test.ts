import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MovableFinding } from '../findings/public.ts';
import { PLAIN_CLOCK } from '../findings/pure.ts';
import type { Whose } from '../ownership/pure.ts';
import { compilePolicy, DEFAULT_POLICY, NO_INTEL, NOT_JUDGED } from '../policy/pure.ts';
import { factsOfService } from './again/ground.ts';
import type { AgainGround } from './again/judge.ts';
import { judgeMoved } from './re-decide.ts';

const DAY = 86_400_000;
const opened = new Date('2026-01-01T00:00:00Z');
const finding: MovableFinding = {
  id: 'f1',
  kind: 'code',
  path: 'src/x.ts',
  resource: null,
  url: null,
  component: null,
  ownerTeamId: 't1',
  unowned: false,
  ownerSource: 'CODEOWNERS',
  targetId: 'g1',
  ownerKey: 'payments',
  rule: 'r1',
  tool: 'AcmeLint',
  phase: 'build',
  changedScanId: null,
  title: 'A title',
  snippet: null,
  version: null,
  fixedVersions: null,
  vulnerabilities: null,
  severity: 1,
  priority: 2,
  dueAt: new Date('2026-01-31T00:00:00Z'),
  route: null,
  openedAt: opened,
  decisionReasonId: 'd1',
  detail: null,
  reviewAt: null,
  exploited: false,
  policyVersion: 1,
  decidedAt: opened,
  changedAt: opened,
  clock: PLAIN_CLOCK,
  follows: false,
  fixId: 'x1',
  ownFixId: 'x1',
  ownFix: null,
};
const whose = (team: string): Whose => ({
  owner: {
    team,
    source: 'override',
    because: ['said so'],
    unowned: false,
    codeowners: null,
    contact: { queue: null, channel: null, oncall: null },
  },
  service: { service: null, exposure: null, tier: null, data: [], compliance: [], lifecycle: null },
});
const before = factsOfService(whose('payments').service);
const ground = (document: string, now = '2026-01-10T00:00:00.000Z'): AgainGround => ({
  policy: compilePolicy(document, 'policy@2'),
  version: 2,
  intel: new Map(),
  reasons: new Map([['d1', { because: [], facts: { service: before, intel: NO_INTEL, trust: NOT_JUDGED } }]]),
  branches: new Map(),
  waiting: null,
  serviceOf: () => before,
  trustOf: () => NOT_JUDGED,
  now,
});
const ofTeams = DEFAULT_POLICY.replace(
  'priority:\n',
  `priority:\n  - { id: crown, when: 'owner.team == "crown"', then: P0, because: theirs is urgent }\n  - { id: slow, when: 'owner.team == "slow"', then: P4, because: theirs can wait }\n`,
);

describe('what a new owner changes of urgency and date', () => {
  it('is nothing where the policy never looks at the owner', () => {
    expect(judgeMoved(ground(DEFAULT_POLICY), finding, whose('crown'))).toMatchObject({
      priority: 2,
      dueAt: '2026-01-31T00:00:00.000Z',
      route: null,
      reason: null,
    });
  });

  it('is what the policy says of that owner, with its reason', () => {
    const judged = judgeMoved(ground(ofTeams), finding, whose('crown'));
    expect(judged.priority).toBe(0);
    expect(Date.parse(judged.dueAt!)).toBeLessThan(finding.dueAt!.getTime());
    expect(judged.reason?.because.join()).toContain('theirs is urgent');
    expect(judgeMoved(ground(ofTeams), finding, whose('slow'))).toMatchObject({
      priority: 4,
      dueAt: '2026-01-31T00:00:00.000Z',
    });
  });

  it('is what the policy says of the service that it comes to', () => {
    const edge = { ...before, exposure: 'internet' as const };
    const shown = { ...finding, kind: 'web' as const };
    const judged = judgeMoved({ ...ground(DEFAULT_POLICY), serviceOf: () => edge }, shown, whose('crown'));
    expect(judged).toMatchObject({ priority: 1, dueAt: '2026-01-08T00:00:00.000Z' });
    expect(judged.reason?.facts).toMatchObject({ service: { exposure: 'internet' } });
  });

  it('is not the date where it had passed, and the reasons say so', () => {
    const late = judgeMoved(ground(ofTeams, '2026-03-01T00:00:00.000Z'), finding, whose('crown'));
    expect(late).toMatchObject({ priority: 0, dueAt: '2026-01-31T00:00:00.000Z' });
    expect(late.clock.kept).toEqual({ dueAt: '2026-01-31T00:00:00.000Z', why: 'passed' });
    expect(late.reason?.because.at(-1)).toContain('it stays what it was');
  });

  it('is never a later date, nor none where there was one', () => {
    const teams = fc.constantFrom('crown', 'slow', 'other');
    const days = fc.option(fc.integer({ min: -400, max: 400 }));
    fc.assert(
      fc.property(teams, days, fc.integer({ min: 0, max: 4 }), (team, day, severity) => {
        const dueAt = day === null ? null : new Date(opened.getTime() + day * DAY);
        const judged = judgeMoved(ground(ofTeams), { ...finding, severity, dueAt }, whose(team));
        if (dueAt) expect(Date.parse(judged.dueAt!)).toBeLessThanOrEqual(dueAt.getTime());
      }),
    );
  });
});
