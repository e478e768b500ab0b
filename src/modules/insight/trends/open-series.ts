import type { FirstLooks } from '../../../contract/insights/shared.ts';
import { lookOf } from '../asking/filter.ts';

/** A count of one week; `standing` is what is open now. Fixed and excepted both end being open. */
export interface Piece {
  key: string;
  measure: 'standing' | 'opened' | 'fixed' | 'excepted';
  /** Monday; of no meaning for `standing`. */
  at: string;
  first_look: boolean;
  n: number;
}

export interface Flow {
  open: number[];
  opened: number[];
  fixed: number[];
  excepted: number[];
}

/** Numbers by key, and those that first looks found where they stand apart. */
export interface Flows {
  byKey: Map<string, Flow>;
  firstLooks: Flow;
}

/**
 * Open at the end of each week: from what is open now, back through the weeks. Only weeks from the first one shown are
 * read, however long the house has stood. Pure.
 * @param weeks Mondays without a gap, the last one not after the running week
 * @param pieces all weeks from the first of `weeks` to the running one
 */
export function flowsOf(pieces: readonly Piece[], weeks: readonly string[], firstLooks: FirstLooks): Flows {
  const byKey = new Map<string, Tally>();
  const apart = newTally(weeks.length);
  const place = new Map(weeks.map((week, index) => [week, index]));
  for (const piece of pieces) {
    const look = lookOf(piece, firstLooks);
    if (look === 'out') continue;
    let tally = apart;
    if (look === 'counted') {
      tally = byKey.get(piece.key) ?? newTally(weeks.length);
      byKey.set(piece.key, tally);
    }
    add(tally, piece, place.get(piece.at));
  }
  return {
    byKey: new Map([...byKey].map(([key, tally]) => [key, flowOf(tally)])),
    firstLooks: flowOf(apart),
  };
}

interface Tally extends Omit<Flow, 'open'> {
  /** Open at the end of the last week shown. */
  last: number;
}

/** @param index of its week among those shown; none: later than they */
function add(tally: Tally, { measure, n }: Piece, index: number | undefined): void {
  if (measure === 'standing') tally.last += n;
  else if (index !== undefined) tally[measure][index]! += n;
  // At the end of the weeks shown it was not open yet, or still was.
  else tally.last += measure === 'opened' ? -n : n;
}

function flowOf({ last, ...moves }: Tally): Flow {
  const weeks = moves.opened.length;
  const open = zeros(weeks);
  for (let i = weeks - 1, after = last; i >= 0; i--) {
    open[i] = after;
    after += moves.fixed[i]! + moves.excepted[i]! - moves.opened[i]!;
  }
  return { open, ...moves };
}

const zeros = (weeks: number) => new Array<number>(weeks).fill(0);
const newTally = (weeks: number): Tally => ({
  last: 0,
  opened: zeros(weeks),
  fixed: zeros(weeks),
  excepted: zeros(weeks),
});

export function sumFlows(flows: Iterable<Flow>, weeks: number): Flow {
  const sum = flowOf(newTally(weeks));
  for (const flow of flows)
    for (const measure of ['open', 'opened', 'fixed', 'excepted'] as const)
      for (let i = 0; i < weeks; i++) sum[measure][i]! += flow[measure][i]!;
  return sum;
}
