import type { Decision } from '../../../kernel/decision.ts';
import type { DecidableFinding, FindingClock, StoredReason } from '../../findings/public.ts';
import { sameTime } from '../../findings/pure.ts';
import { type Basis, basisOf, type Facts, type IntelMap, intelOf, type Policy } from '../../policy/pure.ts';
import { changesOf, factWords } from './change-words.ts';
import { decideOn } from './decide-on.ts';
import { factsOf, type Outcome, outcomeOf, storedOutcome } from './stored-facts.ts';

/** What is true now for a set of stored findings. */
export interface AgainGround {
  policy: Policy;
  version: number;
  intel: IntelMap;
  /** By the id of a decision's reasons. */
  reasons: ReadonlyMap<string, StoredReason>;
  /** Branches of scans by the scan's id. */
  branches: ReadonlyMap<string, string>;
  /** Fixes that wait for the image that they come with; null = the policy does not ask. */
  waiting: ReadonlySet<string> | null;
  serviceOf(finding: DecidableFinding): Facts['service'];
  trustOf(finding: DecidableFinding): Facts['trust'];
  /** ISO 8601. */
  now: string;
}

/** A finding on which the facts of now say something else than what is stored. */
export interface Judged {
  finding: DecidableFinding;
  decision: Decision;
  outcome: Outcome;
  clock: FindingClock;
  /** What changed and by which facts; null: only what it waits for, which comes to the same. */
  note: string | null;
}

/** What is known now of what a stored finding's decision rests on. */
export const basisNow = (ground: AgainGround, finding: DecidableFinding): Basis => ({
  service: ground.serviceOf(finding),
  intel: intelOf(finding.vulnerabilities ?? [], ground.intel, {
    epss: finding.detail?.epss,
    exploited: finding.detail?.exploited,
  }),
  trust: ground.trustOf(finding),
});

/**
 * Decides on a stored finding by what is true now. Pure.
 * @param why told where no fact explains what changed
 * @returns null when it comes to the same, whatever its words
 */
export function judge(ground: AgainGround, finding: DecidableFinding, why: string): Judged | null {
  const basis = basisNow(ground, finding);
  const facts = factsOf(finding, basis, ground.branches.get(finding.changedScanId ?? '') ?? null, ground.now);
  const before = storedOutcome(finding);
  const { decision, clock } = decideOn(ground.policy, facts, waitingNow(ground, finding), before);
  const after = outcomeOf(decision, basis);
  const changes = changesOf(before, after);
  if (changes.length === 0 && sameTime(clock, finding.clock)) return null;
  const because = factWords(basisOf(ground.reasons.get(finding.decisionReasonId)?.facts), basis);
  return {
    finding,
    decision,
    outcome: after,
    clock,
    note: changes.length > 0 ? `${changes.join(', ')}: ${noteOf(ground, finding, because, why)}` : null,
  };
}

function noteOf(
  { policy, version }: AgainGround,
  finding: DecidableFinding,
  facts: string[],
  why: string,
): string {
  const told = facts.length > 0 ? facts : [why];
  const inForce = `${policy.label} is in force`;
  if (finding.policyVersion !== version && !told.includes(inForce)) told.push(inForce);
  return told.join('; ');
}

function waitingNow({ waiting }: AgainGround, { clock, fixId }: DecidableFinding): FindingClock {
  if (!waiting) return clock;
  const waitsFor = fixId !== null && waiting.has(fixId) ? 'base-image' : null;
  return waitsFor === clock.waitsFor ? clock : { ...clock, waitsFor };
}
