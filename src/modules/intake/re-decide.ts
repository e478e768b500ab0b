import type { FindingClock, MovableFinding, Reason } from '../findings/public.ts';
import { fixForOwner } from '../findings/pure.ts';
import type { Whose } from '../ownership/pure.ts';
import { basisOf, type Policy } from '../policy/pure.ts';
import { asksFor } from './again/asks.ts';
import { sameService } from './again/change-words.ts';
import { decideOn, keepDate, keptByMove } from './again/decide-on.ts';
import { type AgainGround, basisNow } from './again/judge.ts';
import { factsOf, type Outcome, outcomeOf, storedOutcome } from './again/stored-facts.ts';
import { decisionReason } from './reason-id.ts';

/** Urgency, date and route of a finding that goes to another owner. */
export interface MovedDecision extends Outcome {
  /** Null: the decision stays as it is, with its reasons. */
  reason: Reason | null;
  clock: FindingClock;
}

/** A policy that never looks at the owner says the same of every owner. */
const looksAtOwner = (policy: Policy): boolean => asksFor(policy, 'owner');

/** Whether the policy has to be asked again: it looks at owners, or the finding comes to another service. Pure. */
function mustJudge(ground: AgainGround, finding: MovableFinding): boolean {
  if (looksAtOwner(ground.policy)) return true;
  const before = basisOf(ground.reasons.get(finding.decisionReasonId)?.facts);
  return before !== null && !sameService(before.service, ground.serviceOf(finding));
}

/** Urgency and date with a new owner. A move never gives more time than there was. Pure. */
export function judgeMoved(ground: AgainGround, finding: MovableFinding, { owner }: Whose): MovedDecision {
  const kept = storedOutcome(finding);
  const { clock } = finding;
  if (!mustJudge(ground, finding)) return { ...kept, reason: null, clock };
  const basis = basisNow(ground, finding);
  const branch = ground.branches.get(finding.changedScanId ?? '') ?? null;
  const as = { ...finding, ownerKey: owner.team, unowned: owner.unowned };
  const { decision, clock: next } = decideOn(
    ground.policy,
    factsOf(as, basis, branch, ground.now),
    clock,
    kept,
  );
  const bounded = next.kept ?? keptByMove(decision, kept.dueAt);
  const moved = next.kept ? decision : keepDate(decision, bounded);
  return { ...outcomeOf(moved, basis), reason: decisionReason(moved), clock: { ...next, kept: bounded } };
}

/** The fix that is its own with the new owner; null for what nobody has to fix. */
export function ownFixFor(finding: MovableFinding, ownerTeamId: string) {
  const { ownFix, targetId, rule, title, path, snippet, detail } = finding;
  if (!ownFix) return null;
  return fixForOwner(
    {
      fix: ownFix,
      targetId,
      rule,
      title,
      path,
      snippet,
      secretHash: detail?.secret?.hash ?? null,
      externalId: detail?.externalId ?? null,
    },
    ownerTeamId,
  );
}
