import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { Clock } from '../../../kernel/clock.ts';
import type { IdSource } from '../../../kernel/ids.ts';
import type { Publish } from '../../../platform/outbox/events.ts';
import type { DB } from '../../schema.gen.ts';

/** Changes that nobody took up are forgotten after a while: a later one speaks of what matters then. */
const KEPT_DAYS = 14;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Keeps which vulnerabilities changed, and tells it in the same transaction. The names stand in the temporary table
 * `intel_touched`.
 * @returns how many they are; none costs nothing
 */
export async function keepChange(
  tx: Transaction<DB>,
  { ids, publish }: { ids: IdSource; publish: Publish<DB> },
  feed: string,
  now: Date,
): Promise<number> {
  const { rows } = await sql<{ any: boolean }>`select exists (select from intel_touched) as any`.execute(tx);
  if (!rows[0]!.any) return 0;
  const id = ids.next();
  await forgetWhere(tx, sql`at < ${new Date(now.getTime() - KEPT_DAYS * DAY_MS)}`);
  await tx.insertInto('intel_change').values({ id, feed, at: now }).execute();
  const { numAffectedRows } = await sql`
    insert into intel_changed (change_id, cve) select ${id}, cve from intel_touched`.execute(tx);
  await publish(tx, { type: 'intelligence.changed', feed, change: id });
  return Number(numAffectedRows);
}

/** What `aliases.changed` tells: names that mean another vulnerability than before, and so are known otherwise. */
export const aliasesChanged = z.object({ names: z.array(z.string()) });

/** Heard again it makes the same change once more, which costs a look and writes nothing. */
export const followAliases = (
  { db, clock, ...deps }: { db: Kysely<DB>; clock: Clock; ids: IdSource; publish: Publish<DB> },
  { names }: z.infer<typeof aliasesChanged>,
): Promise<void> =>
  db.transaction().execute(async (tx) => {
    await sql`create temp table intel_touched on commit drop as
      select unnest(${names}::text[]) as cve`.execute(tx);
    await keepChange(tx, deps, 'osv', clock.now());
  });

/**
 * Names under which findings may carry what changed: CVEs, and the names that aliases give them. In sets, the view
 * `v_policy_intel_changed` says the same.
 */
export async function changedCves(db: Kysely<DB>, changeId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('v_policy_intel_changed')
    .select('name')
    .where('change_id', '=', changeId)
    .execute();
  return rows.flatMap(({ name }) => name ?? []);
}

/** Once the findings concerned are decided again. */
export async function forgetChange(db: Kysely<DB>, changeId: string): Promise<void> {
  await forgetWhere(db, sql`id = ${changeId}`);
}

const forgetWhere = (db: Kysely<DB>, condition: RawBuilder<unknown>) =>
  sql`with gone as (delete from intel_change where ${condition} returning id)
    delete from intel_changed where change_id in (select id from gone)`.execute(db);
