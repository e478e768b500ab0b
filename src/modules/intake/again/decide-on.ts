import { type Decision, PRIORITIES } from '../../../kernel/decision.ts';
import type { FindingClock, KeptDate } from '../../findings/public.ts';
import { clocksOf, decide, type Facts, type Policy } from '../../policy/pure.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What had been decided of a finding, as far as it binds what is decided next. */
export interface Bound {
  priority: number;
  /** ISO 8601. */
  dueAt: string | null;
}

/**
 * Decides on a finding whose clock is remembered, and says how its clock goes on: it stands still from when a rule of
 * the policy says so until none does. Pure.
 * @param facts without a clock: that of `clock` goes in
 * @param bound null: nothing was decided before, or its deadline is another one
 */
export function decideOn(
  policy: Policy,
  facts: Facts,
  clock: FindingClock,
  bound: Bound | null,
): { decision: Decision; clock: FindingClock } {
  const now = facts.now!;
  const { decision: fresh, clock: paced } = decidePaced(policy, facts, clock, now);
  const kept = bound && keptOf(bound, clock, fresh, now);
  if (!kept && !paced.kept) return { decision: fresh, clock: paced };
  return { decision: keepDate(fresh, kept), clock: { ...paced, kept } };
}

/** With the clock as the policy lets it go on. */
function decidePaced(
  policy: Policy,
  facts: Facts,
  clock: FindingClock,
  now: string,
): { decision: Decision; clock: FindingClock } {
  const decideBy = (by: FindingClock) => ({ decision: decide(policy, withClock(facts, by)), clock: by });
  const first = decideBy(clock);
  const paced = paceOf(clock, first.decision.pausedBy, now);
  if (paced === clock) return first;
  const fresh = decideBy(paced);
  const goesOn = paced.pausedBy === null;
  if (!goesOn || fresh.decision.pausedBy === null) return fresh;
  // As this policy counts, the date had passed before the clock stood still: that time does not move it.
  return decideBy({ ...paced, pausedDays: clock.pausedDays });
}

export const withClock = (facts: Facts, clock: FindingClock): Facts => ({
  ...facts,
  finding: { ...facts.finding, ...clocksOf(clock) },
});

/** When a pause begins and how long it was. The same clock where nothing of that changes. */
function paceOf(clock: FindingClock, pausedBy: string | null, now: string): FindingClock {
  if (clock.pausedBy === pausedBy && (clock.pausedSince === null) === (pausedBy === null)) return clock;
  if (pausedBy !== null) return { ...clock, pausedBy, pausedSince: clock.pausedSince ?? now };
  const stood = clock.pausedSince === null ? 0 : Date.parse(now) - Date.parse(clock.pausedSince);
  const pausedDays = clock.pausedDays + Math.max(stood, 0) / DAY_MS;
  return { ...clock, pausedBy: null, pausedSince: null, pausedDays };
}

/** The date that has to stay: one that has passed, and one that a move has bounded as long as nothing else is decided. */
function keptOf(
  { dueAt, priority }: Bound,
  clock: FindingClock,
  decision: Decision,
  now: string,
): KeptDate | null {
  // While the clock stood still no date could pass.
  if (dueAt !== null && dueAt < (clock.pausedSince ?? now)) {
    return dueAt === decision.dueAt ? null : { dueAt, why: 'passed' };
  }
  const moved = clock.kept?.why === 'moved' && PRIORITIES[priority] === decision.priority;
  return moved && isLater(decision.dueAt, clock.kept!.dueAt) ? clock.kept : null;
}

/** The date of a finding that goes to another owner: never later than it was. */
export const keptByMove = (decision: Decision, dueAt: string | null): KeptDate | null =>
  dueAt !== null && isLater(decision.dueAt, dueAt) ? { dueAt, why: 'moved' } : null;

/** No date is later than any. */
const isLater = (a: string | null, b: string): boolean => a === null || a > b;

const KEPT_WORDS: Record<KeptDate['why'], string> = {
  passed: 'the date had passed before this was decided again, so it stays what it was',
  moved: 'it came with its date: a new owner never has more time than the one before',
};

/** A decision with a date that stays, and the reason for it. */
export function keepDate(decision: Decision, kept: KeptDate | null): Decision {
  if (!kept || (kept.why === 'moved' && !isLater(decision.dueAt, kept.dueAt))) return decision;
  return { ...decision, dueAt: kept.dueAt, because: [...decision.because, KEPT_WORDS[kept.why]] };
}
