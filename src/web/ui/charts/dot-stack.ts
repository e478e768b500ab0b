/** What became of a due date: kept, kept late, gone by and open, or to come. */
export const DUE_STATES = ['met', 'late', 'overdue', 'toCome'] as const;
export type DueState = (typeof DUE_STATES)[number];

export interface DeadlineColumn {
  /** First day of the week or month, `YYYY-MM-DD`. */
  at: string;
  met: number;
  late: number;
  /** Open past its date. */
  overdue: number;
  toCome: number;
}

export const MOST_DOTS = 10;

/** How many dates one dot stands for, so that the highest column keeps to its room: 1, 2, 5, 10, 20 … */
export function datesPerDot(columns: readonly DeadlineColumn[]): number {
  const highest = Math.max(
    0,
    ...columns.map(({ met, late, overdue, toCome }) => met + late + overdue + toCome),
  );
  for (let power = 1; ; power *= 10) {
    for (const step of [1, 2, 5]) {
      if (highest <= step * power * MOST_DOTS) return step * power;
    }
  }
}

/**
 * The dots of one column from the bottom up. Whatever there is shows at least once: one overdue date among a hundred
 * kept ones is what the reader looks for.
 */
export function dotsOf(column: DeadlineColumn, perDot: number): DueState[] {
  return DUE_STATES.flatMap((state) =>
    Array<DueState>(column[state] === 0 ? 0 : Math.max(1, Math.round(column[state] / perDot))).fill(state),
  );
}
