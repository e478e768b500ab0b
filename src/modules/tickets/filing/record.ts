import { type Kysely, sql } from 'kysely';
import type { RemoteTicket } from '../../../connectors/connector.ts';
import type { DB } from '../../schema.gen.ts';
import type { Fields, Told } from './next-step.ts';
import type { Seen } from './their-edits.ts';

type Db = Kysely<DB>;

/** Written before each request that must not be made twice; null: it is known how the last one ended. */
export const recordBegun = (db: Db, id: string, begun: string | null): Promise<unknown> =>
  db.updateTable('filing').set({ begun }).where('id', '=', id).execute();

/** It stands there: created just now, or found. */
export const recordFiled = (
  db: Db,
  id: string,
  remote: RemoteTicket,
  told: Told,
  now: Date,
): Promise<unknown> =>
  db
    .updateTable('filing')
    .set({
      state: 'filed',
      remote_id: remote.id,
      remote_key: remote.key,
      remote_url: remote.url,
      begun: null,
      told: JSON.stringify(told),
      told_at: now,
      seen: JSON.stringify(remote),
      seen_at: now,
    })
    .where('id', '=', id)
    .execute();

/** Written before fields are told: from here on nobody knows what stands there. What others write meanwhile stays. */
export const recordTrying = (db: Db, id: string, told: Told, fields: readonly string[]): Promise<unknown> =>
  sql`update filing set told = (told - ${[...fields]}::text[]) || ${JSON.stringify({ trying: told.trying })}::jsonb
    where id = ${id}`.execute(db);

/** The tracker said no: what was told before stands there. */
export const recordUntold = (db: Db, id: string, before: Partial<Fields>): Promise<unknown> =>
  sql`update filing set told = (told - 'trying') || ${JSON.stringify(before)}::jsonb where id = ${id}`.execute(
    db,
  );

/** Fields that were told. */
export const recordUpdate = (
  db: Db,
  id: string,
  told: Partial<Fields>,
  seen: { forget: string[]; now: Seen },
  now: Date,
): Promise<unknown> =>
  sql`update filing set told = (coalesce(told, '{}') - 'trying') || ${JSON.stringify(told)}::jsonb, told_at = ${now},
    seen = (seen - ${seen.forget}::text[]) || ${JSON.stringify(seen.now)}::jsonb where id = ${id}`.execute(
    db,
  );

/** A person moved it: it is followed. In some systems it has another id there, which webhooks name from then on. */
export const recordPlace = (
  db: Db,
  id: string,
  { id: remoteId, key, url, place }: Pick<RemoteTicket, 'id' | 'key' | 'url' | 'place'>,
): Promise<unknown> =>
  db
    .updateTable('filing')
    .set({ remote_id: remoteId, remote_key: key, remote_url: url, place })
    .where('id', '=', id)
    .execute();

/** A comment of ours stands there. */
export const recordComment = (
  db: Db,
  id: string,
  comment: { id: string; remoteId: string; at: Date },
): Promise<unknown> =>
  sql`with told as (
      insert into filing_comment (filing_id, comment_id, remote_id, direction, at)
      values (${id}, ${comment.id}, ${comment.remoteId}, 'out', ${comment.at}) on conflict do nothing)
    update filing set begun = null where id = ${id}`.execute(db);

/** Everything up to this change was told. */
export const recordTold = (db: Db, id: string, rev: number): Promise<unknown> =>
  sql`update filing set told_rev = greatest(told_rev, ${rev}), problem = null where id = ${id}`.execute(db);

/** What keeps it from being told, for people. */
export interface FilingProblem {
  code: string;
  says: string;
  /** ISO time. */
  at: string;
}

export const recordProblem = (db: Db, id: string, problem: FilingProblem): Promise<unknown> =>
  db
    .updateTable('filing')
    .set({ problem: JSON.stringify(problem) })
    .where('id', '=', id)
    .execute();
