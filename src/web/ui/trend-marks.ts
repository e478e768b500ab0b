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
