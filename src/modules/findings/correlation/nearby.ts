import type { Correlatable } from './correlatable.ts';
import { type CweMatch, closestOf } from './cwe.ts';

/** Two findings of different streams whose lines overlap. */
export interface Nearby {
  a: Correlatable;
  b: Correlatable;
  kin: CweMatch;
  /** Lines between their starts plus lines between their ends. */
  distance: number;
  /** Position of the sweep: breaks ties the same way every time. */
  order: number;
}

/** The same weakness, as far as rules can tell; the very same rule needs no CWE to be known again. */
export function kinship(a: Correlatable, b: Correlatable): CweMatch {
  return a.ruleId === b.ruleId ? { relation: 'same', by: null } : closestOf(a.cwes, b.cwes);
}

/** Two rules of one tool are two opinions; the same rule in two of its runs is one. */
export const mayBeOne = (a: Correlatable, b: Correlatable): boolean =>
  a.tool !== b.tool || a.ruleId === b.ruleId;

export const endOf = ({ startLine, endLine }: Correlatable): number => Math.max(endLine ?? 0, startLine!);

/** Looked at per finding and other stream: the nearest by start. A file of ten thousand findings stays linear. */
const LOOK_BACK = 48;
const MOST_PAIRS = 8;

/** Overlapping pairs of a file, by a sweep over its lines. */
export function nearbyPairs(findings: readonly Correlatable[]): Nearby[] {
  const earlier = new Map<string, Correlatable[]>();
  const pairs: Nearby[] = [];
  for (const finding of inSweepOrder(findings)) {
    for (const [stream, seen] of earlier) {
      if (stream === finding.streamId) continue;
      let taken = 0;
      const last = Math.max(0, seen.length - LOOK_BACK);
      for (let i = seen.length - 1; i >= last && taken < MOST_PAIRS; i--) {
        const other = seen[i]!;
        if (endOf(other) < finding.startLine!) continue;
        if (!mayBeOne(other, finding)) continue;
        taken++;
        pairs.push(pairOf(other, finding, pairs.length));
      }
    }
    const own = earlier.get(finding.streamId);
    if (own) own.push(finding);
    else earlier.set(finding.streamId, [finding]);
  }
  return pairs;
}

const pairOf = (a: Correlatable, b: Correlatable, order: number): Nearby => ({
  a,
  b,
  kin: kinship(a, b),
  distance: b.startLine! - a.startLine! + Math.abs(endOf(a) - endOf(b)),
  order,
});

/** By line; equal places of several streams take turns, so that the k-th of each stand side by side. */
function inSweepOrder(findings: readonly Correlatable[]): Correlatable[] {
  const byPlace = findings.toSorted(
    (a, b) => a.startLine! - b.startLine! || endOf(a) - endOf(b) || (a.id < b.id ? -1 : 1),
  );
  const turns = new Map<string, number>();
  const turnOf = new Map<string, number>();
  for (const finding of byPlace) {
    const place = `${finding.streamId} ${finding.startLine} ${endOf(finding)}`;
    const turn = turns.get(place) ?? 0;
    turns.set(place, turn + 1);
    turnOf.set(finding.id, turn);
  }
  return byPlace.sort(
    (a, b) =>
      a.startLine! - b.startLine! ||
      endOf(a) - endOf(b) ||
      turnOf.get(a.id)! - turnOf.get(b.id)! ||
      (a.id < b.id ? -1 : 1),
  );
}
