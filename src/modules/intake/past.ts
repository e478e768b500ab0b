import type { Observation } from '../../kernel/observation.ts';
import { PHASES } from '../../kernel/phase.ts';
import type { FindingClock, Remembered } from '../findings/public.ts';
import { PLAIN_CLOCK } from '../findings/pure.ts';
import { type Facts, hasFix } from '../policy/pure.ts';
import type { Bound } from './again/decide-on.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What a known finding brings into its next decision. */
export interface Past {
  /** Where it was discovered, whichever scan sees it now. */
  phase: Facts['finding']['phase'];
  /** As it is remembered, and as it goes on. */
  before: FindingClock;
  clock: FindingClock;
  /** Null: its deadline is another one now. */
  bound: Bound | null;
}

/**
 * How the clock of a known finding goes on when a scan tells something else of it: from when a fix appears that did not
 * exist, and again from now when it comes back after its fix had been verified for long. Pure.
 * @param at time of the scan, ISO 8601
 * @param newClockAfter days for which a fix has to have been verified; null = the first clock is always kept
 */
export function pastOf(
  remembered: Remembered,
  observation: Observation,
  at: string,
  newClockAfter: number | null,
): Past {
  const phase = PHASES.find((known) => known === remembered.phase) ?? null;
  const { fixedAt, clock, priority, dueAt } = remembered;
  const same = { phase, before: clock };
  if (fixedAt && newClockAfter !== null && Date.parse(at) - fixedAt.getTime() >= newClockAfter * DAY_MS)
    return { ...same, clock: { ...PLAIN_CLOCK, restartedAt: at }, bound: null };
  const available = isAvailable(observation);
  if (available && remembered.withoutFix) return { ...same, clock: { ...clock, fixSince: at }, bound: null };
  return {
    ...same,
    clock: available || clock.fixSince === null ? clock : { ...clock, fixSince: null },
    bound: { priority, dueAt: dueAt?.toISOString() ?? null },
  };
}

/** A fix that somebody else publishes is there; what is in our own hands has no such moment. */
function isAvailable({ kind, component }: Observation): boolean {
  const fixAvailable = component ? component.fixedVersions.length > 0 : null;
  return fixAvailable === true && hasFix({ kind, fixAvailable: false }) === false;
}
