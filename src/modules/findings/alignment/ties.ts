import type { Alignment, Known, Seen } from '../known.ts';

type Match = Alignment['matched'][number];

/**
 * Results of one rule on one line, or of one package on several ways to it, are told apart by their wording alone.
 * Wording takes no part in identity, so the passes pair them in order; what is repeated word for word then changes
 * places with what was taken for it. Only partners of equal key and line do: everything else that was decided holds.
 */
export function settleTies(known: readonly Known[], seen: readonly Seen[], alignment: Alignment): Alignment {
  const settled = ([k, s]: Match) => known[k]!.content === seen[s]!.content;
  const loose = alignment.matched.filter((match) => !settled(match));
  if (loose.length === 0) return alignment;
  const words = new Set([...loose.map(([k]) => k), ...alignment.missing].map((k) => known[k]!.content));
  const told = [...loose.map(([, s]) => s), ...alignment.opened].filter((s) => words.has(seen[s]!.content));
  const waiting = byContent(seen, told);
  // Mostly so: what changed in any way has other content than all that was known.
  if (waiting.size === 0) return alignment;
  const ofKnown = new Map(alignment.matched.map((match) => [match[0], match]));
  const ofSeen = new Map(alignment.matched.map((match) => [match[1], match]));

  for (const k of [...loose.map(([first]) => first), ...alignment.missing]) {
    const own = ofKnown.get(k);
    if (own && settled(own)) continue;
    const list = waiting.get(known[k]!.content ?? '');
    // What does not suit one does not suit the others of the same words either.
    for (let s = list?.pop(); s !== undefined; s = list?.pop()) {
      if (!suits(k, s, own)) continue;
      exchange(k, s);
      break;
    }
  }
  return {
    matched: [...ofKnown.values()],
    missing: stillWithout(alignment.missing, loose, 0, ofKnown),
    opened: stillWithout(alignment.opened, loose, 1, ofSeen),
  };

  function suits(k: number, s: number, own: Match | undefined): boolean {
    const holder = ofSeen.get(s);
    if (seen[s]!.key !== known[k]!.key || (holder && settled(holder))) return false;
    if (holder) return alike(known[k]!, known[holder[0]]!);
    return own !== undefined && alike(seen[s]!, seen[own[1]]!);
  }

  /** Gives `s` to `k`; who had it gets what `k` had. */
  function exchange(k: number, s: number): void {
    const [own, holder] = [ofKnown.get(k), ofSeen.get(s)];
    if (own) ofSeen.delete(own[1]);
    if (holder) ofKnown.delete(holder[0]);
    if (own && holder) join([holder[0], own[1], own[2]]);
    join([k, s, 'key']);
  }

  function join(match: Match): void {
    ofKnown.set(match[0], match);
    ofSeen.set(match[1], match);
  }
}

/** Groups of equal content, last positions first. */
function byContent(seen: readonly Seen[], positions: readonly number[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const s of positions.toReversed()) {
    const { content } = seen[s]!;
    if (content === undefined) continue;
    const list = groups.get(content);
    if (list) list.push(s);
    else groups.set(content, [s]);
  }
  return groups;
}

const alike = (a: Seen, b: Seen): boolean => a.key === b.key && a.line === b.line;

/** Only what was without a partner, or let go of its own, can be without one now. */
const stillWithout = (
  before: number[],
  loose: Match[],
  side: 0 | 1,
  partners: Map<number, Match>,
): number[] =>
  [...before, ...loose.map((match) => match[side])]
    .filter((position) => !partners.has(position))
    .sort((a, b) => a - b);
