import { anchors } from './anchors.ts';
import type { Pair, Range, Spot } from './spot.ts';

/** The table of an alignment grows with the product; larger parts are divided at unmistakable places first. */
const TABLE_CELLS = 40_000;

/**
 * Pairs equal tokens and keeps their order: as many pairs as possible and, of the ways to do that, the one that
 * keeps most distances between neighbours. Code that nobody touched moves as a block, so among repeats of equal
 * text the ones that keep their distance to the neighbours are the same.
 */
export function alignEqual(a: readonly Spot[], b: readonly Spot[]): Pair[] {
  const pairs: Pair[] = [];
  alignRange(a, b, { a: [0, a.length], b: [0, b.length] }, pairs);
  return pairs;
}

function alignRange(a: readonly Spot[], b: readonly Spot[], range: Range, pairs: Pair[]): void {
  const rest = trimmed(a, b, range, pairs);
  const n = rest.a[1] - rest.a[0];
  const m = rest.b[1] - rest.b[0];
  if (n === 0 || m === 0) return;
  if (n * m <= TABLE_CELLS) {
    alignByTable(a, b, rest, pairs);
    return;
  }
  const fixed = anchors(a, b, rest);
  if (fixed.length === 0) {
    alignInOrder(a, b, rest, pairs);
    return;
  }
  let [i, j] = [rest.a[0], rest.b[0]];
  for (const [x, y] of fixed) {
    alignRange(a, b, { a: [i, x], b: [j, y] }, pairs);
    pairs.push([x, y]);
    [i, j] = [x + 1, y + 1];
  }
  alignRange(a, b, { a: [i, rest.a[1]], b: [j, rest.b[1]] }, pairs);
}

const alike = (a: Spot, b: Spot): boolean => a.token === b.token && a.said === b.said;

/** Takes off what is equal at both ends and did not move against what stands outside of it. */
function trimmed(a: readonly Spot[], b: readonly Spot[], range: Range, pairs: Pair[]): Range {
  let [i, iEnd] = range.a;
  let [j, jEnd] = range.b;
  let shift = i > 0 && j > 0 ? b[j - 1]!.line - a[i - 1]!.line : 0;
  while (i < iEnd && j < jEnd && alike(a[i]!, b[j]!) && b[j]!.line - a[i]!.line === shift) {
    pairs.push([i++, j++]);
  }
  const outside = iEnd < a.length && jEnd < b.length;
  if (outside) shift = b[jEnd]!.line - a[iEnd]!.line;
  while (
    outside &&
    i < iEnd &&
    j < jEnd &&
    alike(a[iEnd - 1]!, b[jEnd - 1]!) &&
    b[jEnd - 1]!.line - a[iEnd - 1]!.line === shift
  ) {
    pairs.push([--iEnd, --jEnd]);
  }
  return { a: [i, iEnd], b: [j, jEnd] };
}

/** Needleman and Wunsch, with a second table for "ends with this very pair", so that kept distances count. */
function alignByTable(a: readonly Spot[], b: readonly Spot[], range: Range, pairs: Pair[]): void {
  const [aFrom, aTo] = range.a;
  const [bFrom, bTo] = range.b;
  const width = bTo - bFrom + 1;
  const best = new Float64Array((aTo - aFrom + 1) * width);
  const paired = new Float64Array(best.length).fill(NONE);
  // What stands before a part is a pair, and so are the beginnings of both files.
  paired[0] = 0;
  const shifts = shiftsAround(a, b, range);
  // One pair more is worth more than all distances that could be kept, and one of those more than all nearness.
  const size = aTo - aFrom + bTo - bFrom + 1;
  const worth = (i: number, j: number) =>
    size + (nearness(a[i]!, b[j]!, shifts) + (a[i]!.said === b[j]!.said ? 1 : 0)) / (2 * size);
  for (let i = aFrom; i < aTo; i++) {
    for (let j = bFrom; j < bTo; j++) {
      const before = (i - aFrom) * width + j - bFrom;
      const here = before + width + 1;
      if (a[i]!.token === b[j]!.token) {
        const kept = paired[before] !== NONE && keepsDistance(a, b, i, j) ? paired[before]! + 1 : 0;
        paired[here] = worth(i, j) + Math.max(best[before]!, kept);
      }
      best[here] = Math.max(paired[here]!, best[here - 1]!, best[here - width]!);
    }
  }
  let i = aTo - aFrom;
  let j = bTo - bFrom;
  let together = false;
  while (i > 0 && j > 0) {
    const here = i * width + j;
    if (!together && best[here] === best[here - width]) i--;
    else if (!together && best[here] === best[here - 1]) j--;
    else {
      i--;
      j--;
      together = paired[here] !== worth(aFrom + i, bFrom + j) + best[here - width - 1]!;
      pairs.push([aFrom + i, bFrom + j]);
    }
  }
}

/** By how many lines the code moved before and behind a part. */
function shiftsAround(a: readonly Spot[], b: readonly Spot[], range: Range): [number, number] {
  const at = (i: number, j: number, otherwise: number) => (a[i] && b[j] ? b[j].line - a[i].line : otherwise);
  const before = at(range.a[0] - 1, range.b[0] - 1, 0);
  return [before, at(range.a[1], range.b[1], before)];
}

/** 0 to 1: how close the line is to where the code around it says that it should be. */
const nearness = (a: Spot, b: Spot, [before, after]: [number, number]): number => {
  const moved = b.line - a.line;
  return 1 / (1 + Math.min(Math.abs(moved - before), Math.abs(moved - after)));
};

/** In the table of pairs: these two are none. */
const NONE = -1;

/** The line before the first one stands at its beginning on both sides. */
function keepsDistance(a: readonly Spot[], b: readonly Spot[], i: number, j: number): boolean {
  const left = a[i]!.line - (i > 0 ? a[i - 1]!.line : 0);
  const right = b[j]!.line - (j > 0 ? b[j - 1]!.line : 0);
  return left === right;
}

/** What is left of very large files full of equal lines: repeats are interchangeable, so their order decides. */
function alignInOrder(a: readonly Spot[], b: readonly Spot[], range: Range, pairs: Pair[]): void {
  const waiting = new Map<number, number[]>();
  for (let i = range.a[0]; i < range.a[1]; i++) {
    const list = waiting.get(a[i]!.token);
    if (list) list.push(i);
    else waiting.set(a[i]!.token, [i]);
  }
  const used = new Map<number, number>();
  for (let j = range.b[0]; j < range.b[1]; j++) {
    const { token } = b[j]!;
    const next = used.get(token) ?? 0;
    const partner = waiting.get(token)?.[next];
    if (partner === undefined) continue;
    used.set(token, next + 1);
    pairs.push([partner, j]);
  }
}
