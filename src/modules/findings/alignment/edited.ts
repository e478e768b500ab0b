import { likenessOf, mostAlike, type Profile, profileOf } from './similarity.ts';
import type { Item, Pair } from './spot.ts';

/** An edited line keeps at least half of itself: below that it is more new than old. */
const SIMILAR_IN_PLACE = 0.5;
/** Away from where the lines around it say that it should be, it has to keep most of itself. */
const SIMILAR_ELSEWHERE = 0.75;
/** So many lines may be put in or taken out between an edited line and its unchanged neighbour. */
const IN_PLACE_LINES = 5;
/** Of several results on one edited line the one of which the same is said is the same. */
const SAME_WORDS = 0.01;
/** A line without text may be so far from where it is expected; beyond that nothing speaks for it. */
const NEAR_LINES = 100;
/** So many lines of each side are compared with each other; larger gaps are cut into as many parts on both sides. */
const COMPARED_LINES = 64;

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
  const profiles = rememberProfiles();
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
      const score = (i: number, j: number) => worth(at.a(i), at.b(j), shifts, profiles);
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
function worth(a: Item, b: Item, shifts: readonly number[], profiles: Profiles): number {
  if (a.rule !== b.rule) return 0;
  const away = Math.min(...shifts.map((shift) => Math.abs(b.line - a.line - shift)));
  const nearness = 1 / (10 + away);
  if (!a.text || !b.text) return away <= NEAR_LINES ? 0.5 + nearness : 0;
  const least = away <= IN_PLACE_LINES ? SIMILAR_IN_PLACE : SIMILAR_ELSEWHERE;
  const [left, right] = [profiles(a), profiles(b)];
  if (mostAlike(left, right) < least) return 0;
  const alike = likenessOf(left, right);
  return alike >= least ? alike + nearness + (a.said === b.said ? SAME_WORDS : 0) : 0;
}

type Profiles = (item: Item) => Profile;

function rememberProfiles(): Profiles {
  const known = new Map<Item, Profile>();
  return (item) => {
    const profile = known.get(item) ?? profileOf(item.text);
    known.set(item, profile);
    return profile;
  };
}

/** Cuts a large gap into parts: what was at a third of it stays at a third of it. */
function* inGap(a: number[], b: number[], score: (i: number, j: number) => number): Iterable<Pair> {
  const parts = Math.ceil(Math.max(a.length, b.length) / COMPARED_LINES);
  const part = (list: number[], at: number) =>
    list.slice(Math.floor((list.length * at) / parts), Math.floor((list.length * (at + 1)) / parts));
  for (let at = 0; at < parts; at++) yield* byTable(part(a, at), part(b, at), score);
}

function byTable(a: number[], b: number[], score: (i: number, j: number) => number): Pair[] {
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
