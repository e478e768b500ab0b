import { Z } from './intervals.ts';

/** `fixed` on that whole day after opening; `open` so old and not fixed: seen until then, and no longer. */
export interface Day {
  days: number;
  fixed: number;
  open: number;
}

export interface Step {
  days: number;
  /** Share still open from this day on, with its band. */
  open: number;
  low: number;
  high: number;
  /** Still open before this day. */
  atRisk: number;
}

/**
 * Kaplan-Meier (1958) with Greenwood's variance and the log(−log) band at 95 %, which stays within 0 and 1. What is open
 * counts as seen through its own day. A step for each day on which something was fixed; where all are fixed the band has
 * no variance, and its upper end stays.
 */
export function kaplanMeier(days: readonly Day[]): Step[] {
  const inOrder = merged(days);
  let atRisk = inOrder.reduce((sum, { fixed, open }) => sum + fixed + open, 0);
  let open = 1;
  let variance = 0;
  const steps: Step[] = [];
  for (const day of inOrder) {
    if (day.fixed > 0) {
      open = atRisk === day.fixed ? 0 : open * (1 - day.fixed / atRisk);
      variance += day.fixed / (atRisk * (atRisk - day.fixed));
      steps.push({
        days: day.days,
        open,
        ...(open > 0 ? band(open, variance) : { low: 0, high: steps.at(-1)?.high ?? 1 }),
        atRisk,
      });
    }
    atRisk -= day.fixed + day.open;
  }
  return steps;
}

function band(open: number, variance: number): { low: number; high: number } {
  const spread = (Z * Math.sqrt(variance)) / Math.abs(Math.log(open));
  return { low: open ** Math.exp(spread), high: open ** Math.exp(-spread) };
}

function merged(days: readonly Day[]): Day[] {
  const byDay = new Map<number, Day>();
  for (const { days: at, fixed, open } of days) {
    const day = byDay.get(at) ?? { days: at, fixed: 0, open: 0 };
    byDay.set(at, { days: at, fixed: day.fixed + fixed, open: day.open + open });
  }
  return [...byDay.values()].sort((a, b) => a.days - b.days);
}

/** Rounding of the products: a curve of 4 that lost 2 has reached one half. */
const NEARLY = 1e-9;

/**
 * The day on which no more than `share` is open, and the days on which the ends of the band get there (Brookmeyer and
 * Crowley 1982); each null when it does not.
 */
export function dayReached(steps: readonly Step[], share: number) {
  const first = (of: (step: Step) => number) =>
    steps.find((step) => of(step) <= share + NEARLY)?.days ?? null;
  return {
    value: first(({ open }) => open),
    low: first(({ low }) => low),
    high: first(({ high }) => high),
  };
}
