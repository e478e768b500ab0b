import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KINDS } from '../../../kernel/observation.ts';
import { type DecidableFinding, routeOf, type StoredReason } from '../../findings/public.ts';
import { PLAIN_CLOCK } from '../../findings/pure.ts';
import {
  type Basis,
  compilePolicy,
  DEFAULT_POLICY,
  intelOf,
  isExploited,
  NO_INTEL,
  type Policy,
} from '../../policy/pure.ts';
import { decisionReason } from '../reason-id.ts';
import { decideOn } from './decide-on.ts';
import { type AgainGround, judge } from './judge.ts';
import { replay } from './replay.ts';
import { factsOf, outcomeOf } from './stored-facts.ts';

const DAY = 86_400_000;
const OPENED = Date.UTC(2026, 0, 1);

/** Another one: it looks at owners, counts working days, and lets nothing of a demoted rule through. */
const OTHER = DEFAULT_POLICY.replace(
  'priority:\n',
  `priority:
  - { id: crown, when: 'owner.team == "crown" && trust.demoted != true', then: P1, because: theirs is urgent }
`,
).replace('P0: 1d, P1: 7d, P2: 30d, P3: 90d', 'P0: 1bd, P1: 5bd, P2: 25bd, P3: 60bd');
const DOCUMENTS = [DEFAULT_POLICY, OTHER];
const documents = fc.constantFrom(...DOCUMENTS.keys());
const compile = (index: number): Policy => compilePolicy(DOCUMENTS[index]!, `policy@${index + 1}`);
const policies = DOCUMENTS.map((_, index) => compile(index));
/** The same versions, compiled anew: whoever replays shares nothing with whoever decided. */
const versions = DOCUMENTS.map((_, index) => compile(index));

const known = <Value>(values: fc.Arbitrary<Value>) => fc.option(values, { nil: null });
const day = fc.integer({ min: 0, max: 120 });
const at = (n: number): string => new Date(OPENED + n * DAY).toISOString();

const basis: fc.Arbitrary<Basis> = fc.record({
  service: fc.record({
    name: known(fc.constantFrom('pay', 'cart')),
    exposure: known(fc.constantFrom('internet', 'partner', 'internal', 'none')),
    tier: known(fc.integer({ min: 1, max: 4 })),
    data: fc.subarray(['pii', 'pci']),
    compliance: fc.subarray(['pci-dss', 'federal']),
    lifecycle: fc.constant(null),
  }),
  intel: fc.record({
    ...Object.fromEntries(Object.keys(NO_INTEL).map((name) => [name, fc.constant(null)])),
    kev: known(fc.boolean()),
    epss: known(fc.double({ min: 0, max: 1, noNaN: true })),
    epssPercentile: known(fc.constantFrom(0.2, 0.5, 0.949, 0.95, 1)),
    exploitation: known(fc.constantFrom('none', 'active')),
    sources: fc.subarray(['EPSS v1 of 2026-01-02']),
  }) as fc.Arbitrary<Basis['intel']>,
  trust: fc.record({ mode: known(fc.constantFrom('observe', 'comment')), demoted: known(fc.boolean()) }),
});

const stored: fc.Arbitrary<DecidableFinding> = fc
  .record({
    kind: fc.constantFrom(...KINDS),
    severity: fc.integer({ min: 0, max: 4 }),
    ownerKey: fc.constantFrom('crown', 'desk'),
    unowned: fc.boolean(),
    fixed: known(fc.boolean()),
    verified: known(fc.boolean()),
    fixId: known(fc.constant('x1')),
    clock: fc.record({ fixSince: known(day), restartedAt: known(day), pausedDays: fc.constantFrom(0, 2.5) }),
  })
  .map(({ fixed, verified, clock, ...rest }) => ({
    ...rest,
    id: 'f1',
    path: 'src/x.ts',
    resource: null,
    url: null,
    component: fixed === null ? null : 'pkg:npm/x',
    fixedVersions: fixed ? ['2.0.0'] : null,
    ownerTeamId: 't1',
    ownerSource: null,
    targetId: 'g1',
    rule: 'r1',
    tool: 'AcmeScan',
    phase: 'build',
    changedScanId: null,
    vulnerabilities: ['CVE-1'],
    detail: verified === null ? null : { secret: { verified } },
    openedAt: new Date(OPENED),
    changedAt: new Date(OPENED),
    priority: 4,
    dueAt: null,
    route: null,
    reviewAt: null,
    exploited: false,
    policyVersion: 1,
    decisionReasonId: 'd1',
    decidedAt: null,
    clock: {
      ...PLAIN_CLOCK,
      fixSince: clock.fixSince === null ? null : at(clock.fixSince),
      restartedAt: clock.restartedAt === null ? null : at(clock.restartedAt),
      pausedDays: clock.pausedDays,
    },
  }));

/** As it comes back from the database: other objects, members in another order. */
const keptOf = (reason: StoredReason): StoredReason => {
  const turned = Object.fromEntries(
    Object.entries(JSON.parse(JSON.stringify(reason.facts)) as Record<string, object>).map(
      ([name, group]) => [name, Object.fromEntries(Object.entries(group).reverse())],
    ),
  );
  return { because: [...reason.because], facts: turned };
};

type Kept = { finding: DecidableFinding; reason: StoredReason };

/** The first decision, as the line makes and stores it. */
function decided(index: number, finding: DecidableFinding, known: Basis, now: string): Kept {
  const facts = factsOf(finding, known, null, now);
  const { decision, clock } = decideOn(policies[index]!, facts, finding.clock, null);
  const { pausedBy: _, dueAt, reviewAt, ...columns } = outcomeOf(decision, known);
  return {
    finding: {
      ...finding,
      ...columns,
      dueAt: dueAt === null ? null : new Date(dueAt),
      reviewAt: reviewAt === null ? null : new Date(reviewAt),
      policyVersion: index + 1,
      decidedAt: new Date(now),
      clock,
    },
    reason: keptOf(decisionReason(decision)),
  };
}

const groundOf = (
  index: number,
  { reason }: Kept,
  known: Basis,
  waits: boolean,
  now: string,
): AgainGround => ({
  policy: policies[index]!,
  version: index + 1,
  intel: new Map([['CVE-1', known.intel]]),
  reasons: new Map([['d1', reason]]),
  branches: new Map(),
  waiting: new Set(waits ? ['x1'] : []),
  serviceOf: () => known.service,
  trustOf: () => known.trust,
  now,
});

/** What deciding again leaves in the store. */
function again(kept: Kept, ground: AgainGround): Kept | null {
  const judged = judge(ground, kept.finding, 'a test');
  if (!judged) return null;
  const { pausedBy: _, dueAt, reviewAt, ...columns } = judged.outcome;
  return {
    finding: {
      ...kept.finding,
      ...columns,
      dueAt: dueAt === null ? null : new Date(dueAt),
      reviewAt: reviewAt === null ? null : new Date(reviewAt),
      policyVersion: ground.version,
      decidedAt: new Date(ground.now),
      clock: judged.clock,
    },
    reason: keptOf(decisionReason(judged.decision)),
  };
}

const differs = ({ finding, reason }: Kept) =>
  replay(versions[finding.policyVersion - 1]!, finding, reason, null)?.differs;

const change = fc.record({
  basis,
  document: documents,
  waits: fc.boolean(),
  later: fc.integer({ min: 0, max: 60 }),
});

describe('a stored decision', () => {
  it('comes out the same when its version is asked again, however often it was decided again', () => {
    fc.assert(
      fc.property(
        stored,
        basis,
        documents,
        fc.array(change, { maxLength: 4 }),
        (finding, first, index, changes) => {
          let days = 0;
          let kept = decided(index, finding, first, at(days));
          expect(differs(kept)).toEqual([]);
          for (const { basis: known, document, waits, later } of changes) {
            days += later;
            kept = again(kept, groundOf(document, kept, known, waits, at(days))) ?? kept;
            expect(differs(kept)).toEqual([]);
          }
        },
      ),
    );
  });

  it('gets no time for a wait that began when its date had passed, as the policy in force now counts', () => {
    const finding: DecidableFinding = {
      ...fc.sample(stored, 1)[0]!,
      ...{ kind: 'dependency', severity: 0, ownerKey: 'crown', unowned: false, fixId: 'x1' },
      ...{ component: null, fixedVersions: null, detail: null },
      clock: { ...PLAIN_CLOCK, restartedAt: at(84), pausedDays: 2.5 },
    };
    const nothing: Basis = {
      service: { name: null, exposure: null, tier: null, data: [], compliance: [], lifecycle: null },
      intel: NO_INTEL,
      trust: { mode: null, demoted: null },
    };
    const first = decided(0, finding, nothing, at(0));
    const waiting = again(first, groundOf(0, first, nothing, true, at(93)))!;
    expect(waiting.finding.clock).toMatchObject({ pausedBy: 'waits-for-base-image', pausedSince: at(93) });
    const other = again(waiting, groundOf(1, waiting, nothing, true, at(109)))!;
    expect(other.finding.clock).toMatchObject({ pausedBy: null, pausedSince: null, pausedDays: 2.5 });
    expect(differs(other)).toEqual([]);
  });

  it('is decided again once: the same facts a second time change nothing', () => {
    fc.assert(
      fc.property(stored, basis, change, (finding, first, { basis: known, document, waits, later }) => {
        const kept = decided(0, finding, first, at(0));
        const ground = groundOf(document, kept, known, waits, at(later));
        const next = again(kept, ground) ?? kept;
        expect(again(next, { ...ground, reasons: new Map([['d1', next.reason]]) })).toBeNull();
      }),
    );
  });

  it('keeps a date that has passed, whatever is known or in force later', () => {
    fc.assert(
      fc.property(stored, basis, change, (finding, first, { basis: known, document, later }) => {
        const kept = decided(0, finding, first, at(0));
        const due = kept.finding.dueAt;
        const now = at(later);
        fc.pre(due !== null && due.toISOString() < now);
        const next = again(kept, groundOf(document, kept, known, false, now));
        if (next) expect(next.finding.dueAt).toEqual(due);
      }),
    );
  });

  it('says what its columns say', () => {
    fc.assert(
      fc.property(stored, basis, (finding, known) => {
        const facts = factsOf(finding, known, null, at(0));
        const { decision } = decideOn(policies[1]!, facts, finding.clock, null);
        const outcome = outcomeOf(decision, known);
        expect(outcome.route).toBe(routeOf(decision));
        expect(outcome.exploited).toBe(
          isExploited(intelOf(['CVE-1'], new Map([['CVE-1', known.intel]]))) === true,
        );
      }),
    );
  });
});
