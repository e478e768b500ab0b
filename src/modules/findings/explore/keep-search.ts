import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Log } from '../../../platform/log.ts';
import type { DB } from '../../schema.gen.ts';
import { TAGS } from './tags.ts';
import { WORDS } from './words.ts';

/** Findings written anew in one go: bounds memory and the time for which their rows are held. */
const BATCH = 5_000;
/** How far searching may lag behind the rows. */
const EVERY_MS = 1000;

/**
 * Writes words and tags of findings that are new or have changed, in sets, and leaves alone what is told again as it
 * was. One at a time in the whole house: another one at it is left alone.
 * @returns how many findings it looked at
 */
export async function fillSearch(db: Kysely<DB>): Promise<number> {
  let filled = 0;
  for (;;) {
    const taken = await db.transaction().execute(fillBatch);
    filled += taken;
    if (taken < BATCH) break;
  }
  if (filled > 0) await tidyIndexes(db);
  // Every search reads what is still wanted: not through the places of all that was.
  if (filled >= BATCH) await sql`vacuum finding_text_wanted`.execute(db);
  return filled;
}

async function fillBatch(tx: Transaction<DB>): Promise<number> {
  const { rows } = await sql<{
    mine: boolean;
  }>`select pg_try_advisory_xact_lock(hashtext('findings.search')) as mine`.execute(tx);
  if (!rows[0]!.mine) return 0;
  const { rows: told } = await sql<{ taken: number }>`
    with taken as (
      delete from finding_text_wanted where ctid = any(array(select ctid from finding_text_wanted limit ${BATCH}::int))
      returning finding_id
    ), told as (
      select f.id, ${WORDS} as text, ${TAGS} as tags
      from finding f join stream s on s.id = f.stream_id
      where f.id in (select finding_id from taken)
    ), texts as (
      insert into finding_text as t (finding_id, text) select id, text from told
      on conflict (finding_id) do update set text = excluded.text where t.text <> excluded.text
    ), facets as (
      insert into finding_facet as t (finding_id, tags) select id, tags from told
      on conflict (finding_id) do update set tags = excluded.tags where t.tags <> excluded.tags
    )
    select count(*)::int as taken from taken`.execute(tx);
  return told[0]!.taken;
}

/** What an index of words keeps aside for quick writing, every search would read through. */
const tidyIndexes = (db: Kysely<DB>): Promise<unknown> =>
  sql`select gin_clean_pending_list('finding_text_trigrams'::regclass),
    gin_clean_pending_list('finding_facet_tags'::regclass)`.execute(db);

async function isWanted(db: Kysely<DB>): Promise<boolean> {
  const { rows } = await sql<{
    wanted: boolean;
  }>`select exists (select from finding_text_wanted) as wanted`.execute(db);
  return rows[0]!.wanted;
}

/**
 * Keeps searching up while this process works on jobs. A pulse and no job: an index of words costs more than all the
 * line does, and no report is to wait for it.
 */
export function keepSearch(deps: { db: Kysely<DB>; log: Log }): { stop(): Promise<void> } {
  const stopped = new AbortController();
  const loop = (async () => {
    while (!stopped.signal.aborted) {
      try {
        if (await isWanted(deps.db)) await fillSearch(deps.db);
      } catch (error) {
        deps.log.warn({ error: (error as Error).message }, 'searching is not up to date, trying again');
      }
      await sleep(EVERY_MS, undefined, { signal: stopped.signal }).catch(() => {});
    }
  })();
  return {
    async stop() {
      stopped.abort();
      await loop;
    },
  };
}
