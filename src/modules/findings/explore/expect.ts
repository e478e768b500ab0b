import { type Kysely, sql } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import type { Conditions } from './conditions.ts';
import { type Group, groupTag } from './tags.ts';

/** How many of a sample of findings have each tag, by group. */
export interface Frequencies {
  /** Findings for each of the sample. */
  scale: number;
  /** By the tag of the group. */
  groups: ReadonlyMap<string, { n: number; tags: ReadonlyMap<string, number> }>;
}

/** Findings looked at: enough to tell a hundred of a million from a thousand. */
const SAMPLE = 20_000;
const KEPT_MS = 5 * 60_000;
const kept = new WeakMap<object, { untilMs: number; frequencies: Frequencies | null }>();

/**
 * As they were some minutes ago. Nobody waits for them: they say which way is the shorter one, and any way arrives.
 * @returns null before anybody has looked
 */
export function tagFrequencies(db: Kysely<DB>): Frequencies | null {
  const known = kept.get(db);
  const nowMs = performance.now();
  // A transaction is for its own work.
  if (!db.isTransaction && (!known || nowMs >= known.untilMs)) {
    kept.set(db, { untilMs: nowMs + KEPT_MS, frequencies: known?.frequencies ?? null });
    lookAtTags(db).catch(() => kept.delete(db));
  }
  return kept.get(db)?.frequencies ?? null;
}

/** Takes a sample of all findings. */
export async function lookAtTags(db: Kysely<DB>): Promise<void> {
  const frequencies = await readFrequencies(db);
  kept.set(db, { untilMs: performance.now() + KEPT_MS, frequencies });
}

/** @returns null while PostgreSQL does not know how many findings there are */
async function readFrequencies(db: Kysely<DB>): Promise<Frequencies | null> {
  const { rows: known } = await sql<{ rows: number }>`
    select reltuples::float8 as rows from pg_class where oid = 'finding_facet'::regclass`.execute(db);
  const all = known[0]?.rows ?? 0;
  if (all <= 0) return null;
  // The group stands before the other tags.
  const { rows } = await sql<{ group: string; tag: string; n: number }>`
    with sampled as materialized (
      select tags from finding_facet tablesample system (${Math.min(100, (SAMPLE / all) * 100)}::float8)
    )
    select tags[1] as group, '' as tag, count(*)::int as n from sampled group by 1
    union all
    select tags[1], tag, count(*)::int from sampled cross join unnest(tags[2:]) tag group by 1, 2 having count(*) > 1
    `.execute(db);
  const groups = new Map<string, { n: number; tags: Map<string, number> }>();
  for (const { group, tag, n } of rows) {
    const mine = groups.get(group) ?? { n: 0, tags: new Map<string, number>() };
    groups.set(group, mine);
    if (tag === '') mine.n = n;
    else mine.tags.set(tag, n);
  }
  const sampled = [...groups.values()].reduce((sum, { n }) => sum + n, 0);
  return sampled === 0 ? null : { scale: all / sampled, groups };
}

/** Of a tag that the sample has nowhere. */
const UNSEEN = 0.5;

/** How many findings of groups have all the tags, where tags do not depend on each other but on the group. Pure. */
export function expectTagged(
  { scale, groups }: Frequencies,
  { all, any }: Conditions['tags'],
  wanted: readonly Group[],
): number {
  const inGroup = ({ n, tags }: { n: number; tags: ReadonlyMap<string, number> }) => {
    const share = (tag: string) => (tags.get(tag) ?? UNSEEN) / n;
    const every = all.reduce((product, tag) => product * share(tag), 1);
    return any.reduce(
      (product, some) =>
        product *
        Math.min(
          1,
          some.reduce((sum, tag) => sum + share(tag), 0),
        ),
      every * n,
    );
  };
  return scale * wanted.reduce((sum, group) => sum + inGroup(groups.get(groupTag(group)) ?? NONE), 0);
}

const NONE = { n: UNSEEN, tags: new Map<string, number>() };

/**
 * How many groups, from the first one on, are better brought by their tags than met by walking: enough to fill the page
 * and no more, if they are expected to be fewer than walking would look at. 0 = walk. Pure.
 * @param first rows that walking looks at while an index of tags has not brought anything yet
 */
export function worthBringing(
  expected: { tagged(groups: readonly Group[]): number; walked(groups: readonly Group[]): number },
  groups: readonly Group[],
  { limit, first, rare }: { limit: number; first: number; rare: number },
): number {
  let worth = 0;
  for (let n = 1; n <= groups.length; n++) {
    const some = groups.slice(0, n);
    const tagged = expected.tagged(some);
    if (tagged > rare) break;
    const all = expected.walked(some);
    const walked = tagged > limit ? (all * limit) / tagged : all;
    if (tagged + first < walked) worth = n;
    // Twice the page: what is expected is only a guess.
    if (tagged >= 2 * limit) break;
  }
  return worth;
}
