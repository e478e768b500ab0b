import type { Decision } from '../../../kernel/decision.ts';
import { detectionOf } from '../deadlines/clock.ts';
import { type Dated, dateAsks } from '../deadlines/dated.ts';
import { moveDates } from '../deadlines/moved.ts';
import type { Policy } from '../document/compile.ts';
import type { Facts } from './facts.ts';
import { verdictOf } from './remembered.ts';
import { judge, type Verdict } from './verdict.ts';

/**
 * How urgent, by when, to whom, and why: pure, the same facts always get the same answer.
 * Days are 24 hours unless the policy counts working days; each regime's clock starts as `deadlines/clock.ts` says,
 * never before detection. Facts out of range (NaN, a probability of 7) count as not assessed. `because`, `regimes`
 * and `basis` are shared between decisions: do not change them in place.
 */
export function decide(policy: Policy, facts: Facts): Decision {
  const verdict = verdictOf(policy, facts, judge);
  const { dated, because } = datesOf(policy, verdict, facts);
  return {
    priority: verdict.priority,
    dueAt: dated.dueAt,
    regimes: dated.regimes,
    duties: dated.duties,
    reviewAt: dated.reviewAt,
    route: verdict.route,
    mode: verdict.mode,
    pausedBy: dated.pausedBy,
    because,
    policy: policy.label,
    basis: verdict.basis,
  };
}

type Dates = Pick<NonNullable<Verdict['last']>, 'dated' | 'because'>;

/** Most clocks have nothing to remember: then the dates of the last finding only move by when this one was detected. */
function datesOf({ deadlines }: Policy, verdict: Verdict, facts: Facts): Dates {
  const { last } = verdict;
  const detection = detectionOf(facts);
  const plain = verdict.steady && detection !== null && hasPlainClock(facts);
  const detectedMs = plain ? detection.ms : Number.NaN;
  if (last !== null && last.detectedMs === detectedMs) return last;
  const moved =
    plain && last !== null ? moveDates(verdict.asks, last.dated, last.detectedMs, detectedMs) : null;
  const dated = moved ?? dateAsks(deadlines.workdays, verdict, detection, facts);
  // Equal reasons are one list, so that whoever stores them sees at once that they are the same.
  const because = last && sameSentences(last.dated, dated) ? last.because : reasons(verdict, dated);
  verdict.last = { detectedMs, dated, because };
  return verdict.last;
}

const hasPlainClock = ({ finding }: Facts): boolean =>
  finding.fixAvailableSince === null &&
  finding.evaluatedAt === null &&
  finding.restartedAt === null &&
  !finding.pausedDays;

const sameSentences = ({ sentences: a }: Dated, { sentences: b }: Dated): boolean =>
  a === b || (a.length === b.length && a.every((sentence, i) => sentence === b[i]));

const reasons = ({ before, after }: Verdict, { sentences }: Dated): readonly string[] => [
  ...before,
  ...sentences,
  ...after,
];
