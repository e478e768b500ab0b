import type { Item } from './file.ts';
import type { Pair } from './sequence.ts';
import { likeness } from './similarity.ts';

/** An edited line keeps at least half of itself: below that it is more new than old. */
const SIMILAR_IN_PLACE = 0.5;
/** Away from where the lines around it say that it should be, it has to keep most of itself. */
const SIMILAR_ELSEWHERE = 0.75;
/** So many lines may be put in or taken out between an edited line and its unchanged neighbour. */
const IN_PLACE_LINES = 5;
/** A line without text may be so far from where it is expected; beyond that nothing speaks for it. */
const NEAR_LINES = 100;
/** Larger gaps are paired in order, by line. */
const TABLE_CELLS = 250_000;

interface At {
  a(i: number): Item;
  b(j: number): Item;
}

/**
 * Edited lines: in each gap between two equal pairs, the pairing of one rule's lines that keeps their order and has
 * the greatest sum of likeness. Different texts that compete equally stay apart.
 * @param chain equal pairs, ascending on both sides where they keep the order
 */
export function alignEdited(chain: readonly Pair[], lengthA: number, lengthB: number, at: At): Pair[] {
  const pairs: Pair[] = [];
  let before: Pair = [-1, -1];
  const rising = chain.filter(([, j]) => {
    const keeps = j > before[1];
    if (keeps) before = [0, j];
    return keeps;
  });
  before = [-1, -1];
  const [usedA, usedB] = [new Set(chain.map(([i]) => i)), new Set(chain.map(([, j]) => j))];
  for (const next of [...rising, [lengthA, lengthB] as Pair]) {
    const left = free(before[0] + 1, next[0], usedA);
    const right = free(before[1] + 1, next[1], usedB);
    if (left.length > 0 && right.length > 0) {
      const shifts = [shiftAt(before, at), next[0] < lengthA ? shiftAt(next, at) : shiftAt(before, at)];
      const score = (i: number, j: number) => worth(at.a(i), at.b(j), shifts);
      for (const pair of inGap(left, right, score)) pairs.push(pair);
    }
    before = next;
  }
  return pairs;
}

function free(from: number, to: number, used: ReadonlySet<number>): number[] {
  const found: number[] = [];
  for (let at = from; at < to; at++) if (!used.has(at)) found.push(at);
  return found;
}

/** By how many lines the code moved at this pair; the beginning of a file does not move. */
const shiftAt = ([i, j]: Pair, at: At): number => (i < 0 || j < 0 ? 0 : at.b(j).line - at.a(i).line);

/** 0 = not the same line; else its likeness, with a little for being where it is expected. */
function worth(a: Item, b: Item, shifts: readonly number[]): number {
  if (a.rule !== b.rule) return 0;
  const away = Math.min(...shifts.map((shift) => Math.abs(b.line - a.line - shift)));
  const nearness = 1 / (10 + away);
  if (!a.text || !b.text) return away <= NEAR_LINES ? 0.5 + nearness : 0;
  const alike = likeness(a.text, b.text);
  return alike >= (away <= IN_PLACE_LINES ? SIMILAR_IN_PLACE : SIMILAR_ELSEWHERE) ? alike + nearness : 0;
}

function inGap(a: number[], b: number[], score: (i: number, j: number) => number): Pair[] {
  if (a.length * b.length > TABLE_CELLS) {
    const count = Math.min(a.length, b.length);
    const firsts = Array.from({ length: count }, (_, at): Pair => [a[at]!, b[at]!]);
    return firsts.filter(([i, j]) => score(i, j) > 0);
  }
  const width = b.length + 1;
  const scores = new Float64Array(a.length * b.length);
  const best = new Float64Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const pair = score(a[i]!, b[j]!);
      scores[i * b.length + j] = pair;
      const together = pair > 0 ? pair + best[(i + 1) * width + j + 1]! : 0;
      best[i * width + j] = Math.max(together, best[(i + 1) * width + j]!, best[i * width + j + 1]!);
    }
  }
  const pairs: Pair[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const here = best[i * width + j]!;
    const pair = scores[i * b.length + j]!;
    if (pair > 0 && here === pair + best[(i + 1) * width + j + 1]!) pairs.push([a[i++]!, b[j++]!]);
    else if (here === best[(i + 1) * width + j]!) i++;
    else j++;
  }
  return pairs;
}
