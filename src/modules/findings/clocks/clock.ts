/** A date that stays whatever is decided later, and why. */
export interface KeptDate {
  /** ISO 8601. */
  dueAt: string;
  /** `passed`: history is not rewritten; `moved`: a new owner never has more time than the old one. */
  why: 'passed' | 'moved';
}

/** What is remembered of a finding's clock beside its detection; times are ISO 8601. */
export interface FindingClock {
  /** When a fix appeared, if that was after detection. */
  fixSince: string | null;
  /** When it came back after its fix had been verified for long. */
  restartedAt: string | null;
  waitsFor: string | null;
  pausedSince: string | null;
  pausedDays: number;
  /** Id of the policy's rule by which it stands still. */
  pausedBy: string | null;
  kept: KeptDate | null;
}

/** Of almost all findings there is nothing to remember: they have no row. */
export const PLAIN_CLOCK: FindingClock = Object.freeze({
  fixSince: null,
  restartedAt: null,
  waitsFor: null,
  pausedSince: null,
  pausedDays: 0,
  pausedBy: null,
  kept: null,
});

export const sameClock = (a: FindingClock, b: FindingClock): boolean =>
  sameTime(a, b) && a.kept?.dueAt === b.kept?.dueAt && a.kept?.why === b.kept?.why;

/** The same but for a date that stays: what runs and what it waits for. */
export const sameTime = (a: FindingClock, b: FindingClock): boolean =>
  a.fixSince === b.fixSince &&
  a.restartedAt === b.restartedAt &&
  a.waitsFor === b.waitsFor &&
  a.pausedSince === b.pausedSince &&
  a.pausedDays === b.pausedDays &&
  a.pausedBy === b.pausedBy;
