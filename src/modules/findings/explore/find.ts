import { expectTagged, tagFrequencies, worthBringing } from './expect.ts';
import type { Place } from './place.ts';
import type { Group } from './tags.ts';
import {
  expectWorded,
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

/** Of words PostgreSQL can only guess: so many times as many as are worth it may be no more than that. */
const MAY_BE_RARE = 2;

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
  if (groups.length === 0) return { places: [], stoppedAt: null };
  const texts = conditions.patterns.length > 0 ? await expectWorded(reading) : Number.POSITIVE_INFINITY;
  const few = await bringFew(reading, groups, after, { limit, atMost: reach.rare }, texts);
  if (few) return { places: few, stoppedAt: null };
  const wordsMayBeRare = texts > reach.rare && texts <= reach.rare * MAY_BE_RARE;
  const search: Search = { reading, reach, limit, places: [], seen: 0, wordsMayBeRare };
  const { rows, words } = conditions;
  for (let rest = groups, from = after; rest.length > 0; from = null) {
    if (rows.length + words.length === 0) {
      const at = placeIn(rest[0]!, from);
      search.places.push(...(await walkPlain(reading, rest[0]!, at, limit - search.places.length)));
      rest = rest.slice(1);
    } else {
      const { left, stoppedAt } = await searchFrom(search, rest, from);
      if (stoppedAt) return { places: search.places, stoppedAt };
      rest = left;
    }
    if (search.places.length === limit) break;
  }
  return { places: search.places, stoppedAt: null };
}

/** A place in a list, where it lies in the group. */
const placeIn = (group: Group, place: Place | null): Place | null =>
  place && place.closed === group.closed && place.priority === group.priority ? place : null;

/**
 * All of it, where an index names so few that they are brought at once.
 * @param texts how many may hold the words, as far as is known
 * @returns null when there are more, or no such index
 */
async function bringFew(
  reading: Reading,
  groups: readonly Group[],
  after: Place | null,
  gathering: Gathering,
  texts: number,
): Promise<Place[] | null> {
  const { few, direct } = reading.conditions;
  if (few) return fetchDirect(reading, groups, after, { limit: gathering.limit });
  if (direct) return fetchDirect(reading, groups, after, gathering);
  return texts <= gathering.atMost ? gatherWorded(reading, groups, after, gathering) : null;
}

interface Search {
  reading: Reading;
  reach: Reach;
  limit: number;
  places: Place[];
  /** Rows that were looked at in passing. */
  seen: number;
  /** Whether it is still worth asking the index of words. */
  wordsMayBeRare: boolean;
}

/** Adds what the first of the groups hold, one or more of them. @returns those that are left, or where it gave up */
async function searchFrom(
  search: Search,
  groups: readonly Group[],
  from: Place | null,
): Promise<{ left: Group[]; stoppedAt: Place | null }> {
  const { reading, reach, places } = search;
  const limit = search.limit - places.length;
  const worth = groupsWorth(reading, groups, limit, reach);
  if (worth > 0) {
    const brought = await gatherTagged(reading, groups.slice(0, worth), from, { limit, atMost: reach.rare });
    if (brought) {
      places.push(...brought);
      return { left: groups.slice(worth), stoppedAt: null };
    }
  }
  return walkGroup(search, groups, placeIn(groups[0]!, from));
}

/** How many of the groups are better brought by their tags; none while nobody knows how frequent tags are. */
function groupsWorth(
  { db, conditions: { tags } }: Reading,
  groups: readonly Group[],
  limit: number,
  { first, rare }: Reach,
): number {
  if (tags.all.length + tags.any.length === 0) return 0;
  const frequencies = tagFrequencies(db);
  if (!frequencies) return 0;
  const expected = {
    tagged: (some: readonly Group[]) => expectTagged(frequencies, tags, some),
    walked: (some: readonly Group[]) => expectTagged(frequencies, { all: [], any: [] }, some),
  };
  return worthBringing(expected, groups, { limit, first, rare });
}

/** Walks the first group; where matches prove rare, an index brings what is left. */
async function walkGroup(
  search: Search,
  groups: readonly Group[],
  from: Place | null,
): Promise<{ left: Group[]; stoppedAt: Place | null }> {
  const { reading, reach, places } = search;
  const group = groups[0]!;
  let at = from;
  let left: Group[] | null = null;
  for (let window = reach.first; ; window = reach.next) {
    const { met, end } = await walk(reading, group, at, { window, limit: search.limit - places.length });
    places.push(...met);
    if (places.length === search.limit || !end) return { left: groups.slice(1), stoppedAt: null };
    at = end;
    search.seen += window;
    if (window === reach.first && met.length * FREQUENT < window) left = await bringRest(search, groups, at);
    if (left) return { left, stoppedAt: null };
    if (search.seen >= reach.most) return { left: [], stoppedAt: at };
  }
}

/** Brings what follows a place by the index that fits. @returns the groups that are left; null when there are more than are worth bringing */
async function bringRest(search: Search, groups: readonly Group[], after: Place): Promise<Group[] | null> {
  const { reading, reach, places } = search;
  const { direct, tags } = reading.conditions;
  const gathering = { limit: search.limit - places.length, atMost: reach.rare };
  const all = direct
    ? await fetchDirect(reading, groups, after, { limit: gathering.limit })
    : search.wordsMayBeRare
      ? await gatherWorded(reading, groups, after, gathering)
      : null;
  search.wordsMayBeRare = false;
  if (all) {
    places.push(...all);
    return [];
  }
  if (tags.all.length + tags.any.length === 0) return null;
  const first = groups.slice(0, 1);
  const frequencies = tagFrequencies(reading.db);
  if (frequencies && expectTagged(frequencies, tags, first) > reach.rare) return null;
  const brought = await gatherTagged(reading, first, after, gathering);
  if (!brought) return null;
  places.push(...brought);
  return groups.slice(1);
}

/** Where every row matches that the index names. */
const walkPlain = async (reading: Reading, group: Group, from: Place | null, limit: number) =>
  (reading.conditions.teamIds?.length ?? 0) > 1
    ? walkQueues(reading, group, from, limit)
    : (await walk(reading, group, from, { window: limit, limit })).met;
