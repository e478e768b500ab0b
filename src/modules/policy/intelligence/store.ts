import { type Kysely, sql, type Transaction } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import type { EpssRow, FeedName, KevRow } from './feed-parse.ts';

export interface KnownRow {
  cve: string;
  date_added: string | null;
  ransomware: boolean | null;
  score: number | null;
  percentile: number | null;
  kev_held: boolean | null;
}

/** What the feeds say of some CVEs, in one query: a row for each, found or not. */
export async function knownOf(db: Kysely<DB>, cves: string[]): Promise<KnownRow[]> {
  const { rows } = await sql<KnownRow>`
    select asked.cve, to_char(k.date_added, 'YYYY-MM-DD') as date_added, k.ransomware, e.score, e.percentile,
      (select entries > 0 from intel_feed where name = 'kev') as kev_held
    from unnest(${cves}::text[]) as asked (cve)
    left join intel_kev k on k.cve = asked.cve
    left join intel_epss e on e.cve = asked.cve`.execute(db);
  return rows;
}

export interface FeedRow {
  name: string;
  source: string;
  version: string | null;
  loaded_at: Date;
  checksum: string;
  entries: number;
  last_error: string | null;
}

export const feedRows = (db: Kysely<DB>): Promise<FeedRow[]> =>
  db.selectFrom('intel_feed').selectAll().orderBy('name').execute();

export const feedRow = (db: Kysely<DB>, name: FeedName): Promise<FeedRow | undefined> =>
  db.selectFrom('intel_feed').selectAll().where('name', '=', name).executeTakeFirst();

export async function keepFeedRow(db: Kysely<DB>, row: FeedRow): Promise<void> {
  const { name, ...rest } = row;
  await db
    .insertInto('intel_feed')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doUpdateSet(rest))
    .execute();
}

/** Keeps what is held and says what went wrong; a feed that never was loaded gets a row without entries. */
export async function keepFeedError(db: Kysely<DB>, row: FeedRow): Promise<void> {
  await db
    .insertInto('intel_feed')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ last_error: row.last_error }))
    .execute();
}

export async function replaceKev(tx: Transaction<DB>, rows: readonly KevRow[]): Promise<void> {
  await tx.deleteFrom('intel_kev').execute();
  await sql`insert into intel_kev (cve, date_added, ransomware)
    select * from unnest(${rows.map((row) => row.cve)}::text[], ${rows.map((row) => row.dateAdded)}::date[],
      ${rows.map((row) => row.ransomware)}::boolean[])`.execute(tx);
}

/** Rows per statement: a few megabytes of parameters. */
const CHUNK = 50_000;

/**
 * Most scores stay the same from day to day, so only what differs is written: a fraction of the dead rows
 * that emptying and filling the table would leave.
 */
export async function replaceEpss(tx: Transaction<DB>, rows: readonly EpssRow[]): Promise<void> {
  await sql`create temporary table epss_new (cve text, score real, percentile real) on commit drop`.execute(
    tx,
  );
  for (let start = 0; start < rows.length; start += CHUNK) {
    const part = rows.slice(start, start + CHUNK);
    await sql`insert into epss_new
      select * from unnest(${part.map((row) => row.cve)}::text[], ${part.map((row) => row.score)}::real[],
        ${part.map((row) => row.percentile)}::real[])`.execute(tx);
  }
  await sql`analyze epss_new`.execute(tx);
  await sql`delete from intel_epss held where not exists (select from epss_new n where n.cve = held.cve)`.execute(
    tx,
  );
  await sql`insert into intel_epss as held select cve, score, percentile from epss_new
    on conflict (cve) do update set score = excluded.score, percentile = excluded.percentile
    where (held.score, held.percentile) is distinct from (excluded.score, excluded.percentile)`.execute(tx);
}
