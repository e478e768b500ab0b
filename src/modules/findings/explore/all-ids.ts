import type { Kysely } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import { conditionsOf, type Filter } from './conditions.ts';
import { findPlaces, REACH } from './find.ts';
import type { Place } from './place.ts';

/** Ids of all that a filter holds, in the order of lists, in pieces: at most so many. */
export async function* allIds(
  db: Kysely<DB>,
  filter: Filter,
  now: Date,
  { most, page }: { most: number; page: number },
): AsyncGenerator<string[]> {
  const conditions = await conditionsOf(db, filter, now);
  if (!conditions) return;
  let after: Place | null = null;
  for (let told = 0; told < most; ) {
    const limit: number = Math.min(page, most - told);
    const { places, stoppedAt } = await findPlaces({ db, conditions }, after, limit, REACH);
    if (places.length > 0) yield places.map(({ id }) => id);
    told += places.length;
    after = places.length === limit ? (places.at(-1) ?? null) : stoppedAt;
    if (!after) return;
  }
}
