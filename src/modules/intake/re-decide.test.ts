import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MovableFinding } from '../findings/public.ts';
import type { Whose } from '../ownership/pure.ts';
import { compilePolicy, DEFAULT_POLICY } from '../policy/pure.ts';
import { judgeAgain } from './re-decide.ts';

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
const ground = (document: string) => ({
  policy: compilePolicy(document, 'policy@2'),
  intel: new Map(),
  branches: new Map(),
  now: '2026-01-10T00:00:00Z',
});
const ofTeams = DEFAULT_POLICY.replace(
  'priority:\n',
  `priority:\n  - { id: crown, when: 'owner.team == "crown"', then: P0, because: theirs is urgent }\n  - { id: slow, when: 'owner.team == "slow"', then: P4, because: theirs can wait }\n`,
);

describe('what a new owner changes of urgency and date', () => {
  it('is nothing where the policy never looks at the owner', () => {
    expect(judgeAgain(ground(DEFAULT_POLICY), finding, whose('crown'))).toEqual({
      priority: 2,
      dueAt: '2026-01-31T00:00:00.000Z',
      route: null,
      reason: null,
    });
  });

  it('is what the policy says of that owner, with its reason', () => {
    const judged = judgeAgain(ground(ofTeams), finding, whose('crown'));
    expect(judged.priority).toBe(0);
    expect(Date.parse(judged.dueAt!)).toBeLessThan(finding.dueAt!.getTime());
    expect(judged.reason?.because.join()).toContain('theirs is urgent');
    expect(judgeAgain(ground(ofTeams), finding, whose('slow'))).toMatchObject({
      priority: 4,
      dueAt: '2026-01-31T00:00:00.000Z',
    });
  });

  it('is never a later date, nor none where there was one', () => {
    const teams = fc.constantFrom('crown', 'slow', 'other');
    const days = fc.option(fc.integer({ min: -400, max: 400 }));
    fc.assert(
      fc.property(teams, days, fc.integer({ min: 0, max: 4 }), (team, day, severity) => {
        const dueAt = day === null ? null : new Date(opened.getTime() + day * DAY);
        const judged = judgeAgain(ground(ofTeams), { ...finding, severity, dueAt }, whose(team));
        if (dueAt) expect(Date.parse(judged.dueAt!)).toBeLessThanOrEqual(dueAt.getTime());
      }),
    );
  });
});
