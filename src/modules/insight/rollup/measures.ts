import { type RawBuilder, sql } from 'kysely';

/**
 * What a cell of `insight_cell` counts. Every measure uses the columns it names; the others stay at their defaults.
 * Weeks and months begin as ISO has them, in UTC.
 */
export const MEASURES = {
  /** Findings by the week of their opening: tool, kind, priority, first_look. */
  opened: 1,
  /** By the week of the verified fix: tool, kind, priority, first_look. */
  fixed: 2,
  /** By the week in which an exception took them: tool, kind, priority, first_look. */
  excepted: 3,
  /** Open now, by the week of opening: tool, kind, severity, priority, first_look. */
  open: 4,
  /** By the week of the due date: tool, priority, first_look; days says what became of it (`DUE`). */
  due: 5,
  /** Fixed, by the month of opening: tool, severity, priority, first_look; days from opening to fix (`fixedWithin`). */
  fixedIn: 6,
  /** All that counts toward time to fix, by the month of opening: tool, severity, priority, first_look. */
  cohort: 7,
  /** Weaknesses (leaders only) by the month of opening: tool, phase, severity, first_look. */
  found: 8,
  /** Open tickets by due day (`NO_DATE` without): priority. */
  tickets: 9,
  /** Tickets by the day of opening: priority. */
  ticketsOpened: 10,
  /** Tickets by the day of closing: priority. */
  ticketsClosed: 11,
  /** Open now, whenever opened (at `NO_DATE`): tool, kind, severity, priority, first_look. Few cells, for many scopes at once. */
  standing: 12,
  /**
   * Weaknesses (leaders only) by due day (`NO_DATE` without), of the company alone: priority; days says what became of it (`DUE`).
   */
  dueDays: 13,
  /** Scans (at `NO_DATE`), of the company alone; days says how they ended (`SCANS`). */
  scans: 14,
} as const;
export type Measure = keyof typeof MEASURES;

/** `days` of the measure `due`. */
export const DUE = { met: 0, late: 1, open: 2 } as const;

/** `days` of the measure `scans`. */
export const SCANS = { done: 0, failed: 1 } as const;

/** The day of open tickets without a due date, and of what has no day. */
export const NO_DATE = '9999-12-31';

/** The scope that holds everything. */
export const COMPANY = '00000000-0000-0000-0000-000000000000';

/**
 * Upper bound, in whole days, of the bucket that a time to fix falls into: exact to 30 days, by weeks to 121, by
 * thirty days after.
 */
export const fixedWithin = (days: number): number => {
  if (days <= 30) return days;
  if (days <= 121) return 30 + Math.ceil((days - 30) / 7) * 7;
  return 121 + Math.ceil((days - 121) / 30) * 30;
};

/** The same for SQL; a test holds the two together. */
export const fixedWithinSql = (days: RawBuilder<unknown>): RawBuilder<number> => sql<number>`case
  when ${days} <= 30 then ${days}
  when ${days} <= 121 then 30 + ceil((${days} - 30) / 7.0) * 7
  else 121 + ceil((${days} - 121) / 30.0) * 30 end`;
