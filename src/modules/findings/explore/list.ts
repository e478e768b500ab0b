import type { Kysely } from 'kysely';
import type { FindingPage } from '../../../contract/findings.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import type { DB } from '../../schema.gen.ts';
import { conditionsOf, type Filter } from './conditions.ts';
import { findPlaces, REACH, type Reach } from './find.ts';
import { cursorOf, placeOfCursor } from './place.ts';
import { findingRows } from './row.ts';

export type FindingsQuery = Filter & { limit: number; cursor?: string | undefined };

/**
 * A page of findings: open ones first, then most urgent, soonest due, oldest. A page may be shorter than asked while
 * `next` says that the list goes on.
 * @throws AppError LK-VALIDATION for a cursor of another list, or what is no id
 */
export async function listFindings(
  db: Kysely<DB>,
  { limit, cursor, ...filter }: FindingsQuery,
  now: Date,
  reach: Reach = REACH,
): Promise<FindingPage> {
  const after = cursor === undefined ? null : placeOfCursor(cursor);
  const conditions = await conditionsOf(db, filter, now);
  if (!conditions) return { items: [], next: null };
  const { places, stoppedAt } = await findPlaces({ db, conditions }, after, limit + 1, reach);
  const page = places.slice(0, limit);
  const rows = new Map(
    (
      await findingRows(
        db,
        page.map(({ id }) => id),
      )
    ).map((row) => [row.id, row]),
  );
  const goesOn = places.length > limit ? page.at(-1)! : stoppedAt;
  return {
    items: page.flatMap(({ id }) => rows.get(toPublicId('finding', id)) ?? []),
    next: goesOn && cursorOf(goesOn),
  };
}
