import type { Decision } from '../../../kernel/decision.ts';
import type { DecidableFinding, StoredReason } from '../../findings/public.ts';
import { type Basis, basisOf, decide, type Policy } from '../../policy/pure.ts';
import { changesOf } from './change-words.ts';
import { keepDate, withClock } from './decide-on.ts';
import { factsOf, outcomeOf, storedOutcome } from './stored-facts.ts';

/** When it was decided; of before decisions kept their moment: when it last changed. */
export const decidedAt = ({ decidedAt: at, changedAt }: DecidableFinding): string =>
  (at ?? changedAt).toISOString();

/** A stored decision made again from what it rested on. */
export interface Replay {
  decision: Decision;
  basis: Basis;
  /** In what it differs from what is stored, in words; empty = it is the same, reason by reason. */
  differs: string[];
}

/**
 * Decides again as it was decided: by the policy of its version, the facts that its reasons keep, its clock and its
 * moment. Pure.
 * @param policy of the version that decided
 * @param branch of the scan that changed the finding last
 * @returns null where the reasons keep no facts: it was decided before they did
 */
export function replay(
  policy: Policy,
  finding: DecidableFinding,
  { because, facts }: StoredReason,
  branch: string | null,
): Replay | null {
  const basis = basisOf(facts);
  if (!basis) return null;
  const { clock } = finding;
  const now = decidedAt(finding);
  const plain = decide(policy, withClock(factsOf(finding, basis, branch, now), clock));
  const decision = keepDate(plain, clock.kept);
  const differs = changesOf(storedOutcome(finding), outcomeOf(decision, basis));
  if (!sameWords(because, decision.because)) differs.push('other reasons');
  return { decision, basis, differs };
}

const sameWords = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((reason, i) => reason === b[i]);
