import type { StepCurve } from './step-chart.tsx';

/** One day of the picture: of curve `n` the share `s<n>` and its band `b<n>`; absent where nothing is known. */
export type StepRow = { day: number } & Record<string, number | readonly [number, number]>;

/** The point that holds on a day: the last one up to it; none after a curve has ended. */
export function pointOn({ points }: Pick<StepCurve, 'points'>, day: number) {
  const last = points.at(-1);
  return last && day <= last.day ? points.findLast((point) => point.day <= day) : undefined;
}

/** All days on which any curve moves, with what each curve is then. */
export function stepRows(curves: readonly StepCurve[], lastDay: number): StepRow[] {
  const days = new Set([0, ...curves.flatMap(({ points }) => points.map(({ day }) => day))]);
  return [...days]
    .filter((day) => day <= lastDay)
    .sort((a, b) => a - b)
    .map((day) => {
      const row: StepRow = { day };
      curves.forEach((curve, index) => {
        const point = pointOn(curve, day);
        if (!point) return;
        row[`s${index}`] = point.share;
        row[`b${index}`] = [point.low, point.high];
      });
      return row;
    });
}

/** Steps that a reader of days expects: weeks for a quarter, months beyond. */
export function dayTicks(lastDay: number): number[] {
  const step = [1, 2, 7, 14, 30, 60, 90, 180].find((each) => lastDay / each <= 8) ?? 365;
  return Array.from({ length: Math.floor(lastDay / step) + 1 }, (_, index) => index * step);
}
