import { t } from '../../texts/t.ts';
import { widthOf } from './scale.ts';

/** Something that happened on a day and may explain the line. */
export interface Mark {
  /** `YYYY-MM-DD`. */
  at: string;
  label: string;
  kind: 'tool' | 'policy' | 'marker';
}

/** The marks that stand on one point of the picture. */
export interface MarkGroup {
  /** The point, as the data names it. */
  at: string;
  marks: readonly Mark[];
}

/**
 * Puts each mark on the week (month) in which it happened. What was before the first point ended is part of it and
 * gets none; what lies after the last is not in the picture.
 * @param at first days of the points, oldest first
 */
export function groupMarks(at: readonly string[], marks: readonly Mark[], stepDays: number): MarkGroup[] {
  const groups = new Map<string, Mark[]>();
  for (const mark of [...marks].sort((a, b) => a.at.localeCompare(b.at))) {
    const index = at.findLastIndex((day) => day <= mark.at);
    if (index < 1 || (index === at.length - 1 && daysBetween(at[index]!, mark.at) >= stepDays)) continue;
    const point = at[index]!;
    groups.set(point, [...(groups.get(point) ?? []), mark]);
  }
  return [...groups].map(([point, found]) => ({ at: point, marks: found }));
}

const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** "trivy", "trivy, semgrep", "trivy and 2 more". */
export function groupLabel({ marks }: MarkGroup): string {
  const labels = [...new Set(marks.map(({ label }) => label))];
  if (labels.length <= 2) return labels.join(', ');
  return t('{labels} and {value} more', { labels: labels[0], value: labels.length - 1 });
}

export interface PlacedLabel {
  text: string;
  /** Where the text begins. */
  left: number;
  /** Row of labels, from the top. */
  lane: number;
}

const GAP_PX = 10;
/** Longer ones are cut; the whole label is in the hover and below the picture. */
const MOST_LETTERS = 22;

/**
 * Places labels over their marks so that none covers another and none leaves the picture: in the first lane with
 * room. A label for which no lane has room is left out (null); its mark still stands.
 * @param points in order of `x`
 */
export function placeLabels(
  points: readonly { x: number; text: string }[],
  { from, to, lanes }: { from: number; to: number; lanes: number },
): (PlacedLabel | null)[] {
  const ends = Array.from({ length: lanes }, () => Number.NEGATIVE_INFINITY);
  return points.map(({ x, text }) => {
    const short = text.length <= MOST_LETTERS ? text : `${text.slice(0, MOST_LETTERS - 1).trimEnd()}…`;
    const width = widthOf(short);
    const left = Math.max(from, Math.min(x - width / 2, to - width));
    const lane = ends.findIndex((end) => end + GAP_PX <= left);
    if (lane < 0) return null;
    ends[lane] = left + width;
    return { text: short, left, lane };
  });
}
