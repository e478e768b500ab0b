import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { Dispute, DisputePage, listDisputesQuery } from '../../../contract/disputes.ts';
import { AppError } from '../../../kernel/errors.ts';
import { fromPublicId } from '../../../kernel/ids.ts';
import type { DB } from '../../schema.gen.ts';
import { cursorId } from '../cursor-id.ts';
import { SECURITY } from './dispute-rules.ts';
import { selectDisputes, shownDispute } from './disputes-store.ts';
import type { Speaker } from './taking.ts';

/** Newest first. */
export async function listDisputes(
  db: Kysely<DB>,
  query: z.output<typeof listDisputesQuery>,
  speaker: () => Promise<Speaker>,
): Promise<DisputePage> {
  const conditions: RawBuilder<unknown>[] = [sql`true`];
  if (query.state === 'open') conditions.push(sql`d.outcome is null`);
  if (query.state === 'decided') conditions.push(sql`d.outcome is not null`);
  if (query.team !== undefined) conditions.push(sql`${query.team} in (a.key, b.key)`);
  if (query.finding !== undefined) {
    const id = fromPublicId('finding', query.finding);
    if (!id) throw new AppError('LK-VALIDATION', 'finding: the id of a finding begins with fnd_');
    conditions.push(sql`d.finding_id = ${id}`);
  }
  if (query.mine) conditions.push(forSpeaker(await speaker()));
  if (query.cursor !== undefined) conditions.push(sql`d.id < ${cursorId('dispute', query.cursor)}`);
  const rows = await selectDisputes(db, sql.join(conditions, sql` and `), query.limit + 1);
  const items = rows.slice(0, query.limit).map(shownDispute);
  return { items, next: rows.length > query.limit ? items.at(-1)!.id : null };
}

/** What waits for this person: as arbiter, as somebody who is asked, as security. */
const forSpeaker = ({ label, forAll, teams }: Speaker): RawBuilder<unknown> =>
  sql`(lower(d.arbiter) = lower(${label}) or b.key = any(${[...teams]}::text[]) or (${forAll}::boolean and d.arbiter = ${SECURITY}))`;

/** @throws AppError LK-NOT-FOUND */
export async function getDispute(db: Kysely<DB>, publicId: string): Promise<Dispute> {
  const id = fromPublicId('dispute', publicId);
  const [row] = id ? await selectDisputes(db, sql`d.id = ${id}`, 1) : [];
  if (!row) throw new AppError('LK-NOT-FOUND', `There is no dispute ${publicId}.`);
  return shownDispute(row);
}
