import type { Place } from './place.ts';
import type { Group } from './tags.ts';
import {
  expectTagged,
  fetchDirect,
  type Gathering,
  gatherTagged,
  gatherWorded,
  type Reading,
  walk,
  walkQueues,
} from './walk.ts';

/** How much of the order is looked at, in rows. */
export interface Reach {
  /** At first: enough to see whether matches are frequent. */
  first: number;
  /** From there on at a time, where they are. */
  next: number;
  /** All in all, where no index can help: the page ends there, and the next one goes on. */
  most: number;
  /** So many that share tags, or texts that hold the words, are rare: brought all at once. */
  rare: number;
}

export const REACH: Reach = { first: 300, next: 2_000, most: 2_300, rare: 2_000 };

/** One among so many is frequent: walking meets a page of them sooner than an index would bring all. */
const FREQUENT = 60;

export interface Found {
  places: Place[];
  /** Where looking ended before the page was full and before the list had ended; null = at the end, or full. */
  stoppedAt: Place | null;
}

/**
 * The next matches in the order of lists. Frequent ones are found by walking; few among many by the index that fits.
 * Either way the cost is bounded (ADR 10).
 */
export async function findPlaces(
  reading: Reading,
  after: Place | null,
  limit: number,
  reach: Reach = REACH,
): Promise<Found> {
  const { conditions } = reading;
  const groups = conditions.groups.filter(
    ({ closed, priority }) =>
      !after || closed > after.closed || (closed === after.closed && priority >= after.priority),
  );
  if (conditions.few && groups.length > 0)
    return { places: await fetchDirect(reading, after, limit), stoppedAt: null };
  const places: Place[] = [];
  const found: Found = { places, stoppedAt: null };
  const { rows, words } = conditions;
  let seen = 0;
  let index: Brought | null = null;
  for (const [nth, group] of groups.entries()) {
    let at = after?.closed === group.closed && after.priority === group.priority ? after : null;
    if (rows.length + words.length === 0) {
      places.push(...(await walkPlain(reading, group, at, limit - places.length)));
      if (places.length === limit) return found;
      continue;
    }
    for (let window = reach.first; ; window = reach.next) {
      const { met, end } = await walk(reading, group, at, { window, limit: limit - places.length });
      places.push(...met);
      if (places.length === limit) return found;
      if (!end) break;
      at = end;
      seen += window;
      if (met.length * FREQUENT < window) {
        const rest = {
          groups: groups.slice(nth),
          after: at,
          limit: limit - places.length,
          atMost: reach.rare,
        };
        index = await byIndex(reading, rest, index);
        if (index.places) {
          places.push(...index.places);
          if (index.whole || places.length === limit) return found;
          break;
        }
      }
      if (seen >= reach.most) return { places, stoppedAt: at };
    }
  }
  return found;
}

/** What an index brought. */
interface Brought {
  /** Null = more than are worth bringing, or there is no such index. */
  places: Place[] | null;
  /** Whether that is all there is; else all of the first group. */
  whole: boolean;
}

/** Bringing the rest at once is tried when it is expected to be so many times as many as are worth it, at most. */
const MAY_BE_RARE = 5;

/** What follows a place, by the index that fits. @param before what it brought the last time; null = not asked yet */
async function byIndex(
  reading: Reading,
  { groups, after, limit, atMost }: Gathering & { groups: readonly Group[]; after: Place },
  before: Brought | null,
): Promise<Brought> {
  const { direct, tags, patterns } = reading.conditions;
  if (direct) return { places: await fetchDirect(reading, after, limit), whole: true };
  if (patterns.length > 0 && !before) {
    const places = await gatherWorded(reading, groups, after, { limit, atMost });
    if (places) return { places, whole: true };
  }
  if (tags.all.length + tags.any.length === 0) return { places: null, whole: false };
  if (!before && (await expectTagged(reading, groups)) <= atMost * MAY_BE_RARE) {
    const places = await gatherTagged(reading, groups, after, { limit, atMost });
    if (places) return { places, whole: true };
  }
  return { places: await gatherTagged(reading, groups.slice(0, 1), after, { limit, atMost }), whole: false };
}

/** Where every row matches that the index names. */
const walkPlain = async (reading: Reading, group: Group, from: Place | null, limit: number) =>
  (reading.conditions.teamIds?.length ?? 0) > 1
    ? walkQueues(reading, group, from, limit)
    : (await walk(reading, group, from, { window: limit, limit })).met;
