import type { TrendProps } from './trend.tsx';

export interface Mark {
  /** The week the mark stands on, as in the data. */
  week: string;
  label: string;
}

/**
 * Puts each tool's introduction on the week in which it happened; tools of one week share a mark.
 * Introductions outside of the weeks shown have none: those of before are part of the first point.
 */
export function marksOf({ weeks, introductions = [] }: TrendProps): Mark[] {
  const marks = new Map<string, string[]>();
  const times = weeks.map(({ week }) => Date.parse(week));
  for (const { tool, at } of introductions) {
    const index = times.findIndex((end) => Date.parse(at) <= end);
    // On the first point everything known by then would pile up.
    if (index < 1) continue;
    const { week } = weeks[index]!;
    marks.set(week, [...(marks.get(week) ?? []), tool]);
  }
  return [...marks].map(([week, tools]) => ({
    week,
    label: tools.length > 2 ? `${tools.length} new tools` : tools.join(', '),
  }));
}

/** Round steps from zero to above the highest value: at most five of them, whole numbers. */
export function ticksTo(highest: number): number[] {
  const rough = Math.max(1, highest / 4);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => each >= rough)!;
  const whole = Math.max(1, Math.ceil(step));
  const count = Math.max(1, Math.ceil(highest / whole));
  return Array.from({ length: count + 1 }, (_, index) => index * whole);
}
