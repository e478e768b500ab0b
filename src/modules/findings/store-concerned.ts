import { type Kysely, sql } from 'kysely';
import type { DB } from '../schema.gen.ts';

/** Which open findings something concerns that is not on the finding itself: ids, to be decided again. */

const OPEN = sql`f.state in ('open', 'reopened')`;

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);

/**
 * Those that carry one of these names of vulnerabilities, and those with them that a person let off: what becomes too
 * urgent for that opens again.
 */
export async function openIdsNaming(db: Kysely<DB>, names: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select f.id from finding f where f.vulnerabilities && ${names}::text[]
      and (${OPEN} or (f.state = 'excepted' and f.exception_id is not null))`.execute(db);
  return idsOf(rows);
}

/** The next of a stream, by key. */
export async function openIdsOfStream(
  db: Kysely<DB>,
  of: { streamId: string; state: 'open' | 'reopened' },
  after: { key: string; id: string } | null,
  limit: number,
): Promise<{ key: string; id: string }[]> {
  const { rows } = await sql<{ key: string; id: string }>`
    select f.key, f.id from finding f where f.stream_id = ${of.streamId} and f.state = ${of.state}
      ${after ? sql`and f.key >= ${after.key} and (f.key, f.id) > (${after.key}::uuid, ${after.id}::uuid)` : sql``}
    order by f.key, f.id limit ${limit}`.execute(db);
  return rows;
}

/** Those of one tool whose rule is one of these, stream by stream. */
export async function* openIdsOfRules(
  db: Kysely<DB>,
  tool: string,
  rules: readonly string[],
): AsyncIterable<string[]> {
  const { rows: streams } = await sql<{ id: string }>`select id from stream where tool = ${tool}`.execute(db);
  for (const stream of streams) {
    const { rows } = await sql<{ id: string }>`
      select f.id from finding f join rule u on u.id = f.rule_id
      where f.stream_id = ${stream.id} and ${OPEN} and u.tool = ${tool} and u.key = any(${rules}::text[])`.execute(
      db,
    );
    if (rows.length > 0) yield idsOf(rows);
  }
}

/** The next that are to be looked at again by now. */
export async function openIdsToReview(
  db: Kysely<DB>,
  now: Date,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select f.id from finding f where f.review_at <= ${now} and ${OPEN} ${after ? sql`and f.id > ${after}::uuid` : sql``}
    order by f.id limit ${limit}`.execute(db);
  return idsOf(rows);
}

/** The next whose clock says something else than how the image stands that they come with. */
export async function openIdsWaitingOtherwise(
  db: Kysely<DB>,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select f.id from finding f
    join v_findings_fix_base b on b.fix_id = f.fix_id
    left join finding_clock c on c.finding_id = f.id
    where ${OPEN} and b.waits <> (c.waits_for is not null and c.waits_for = 'base-image')
      ${after ? sql`and f.id > ${after}::uuid` : sql``}
    order by f.id limit ${limit}`.execute(db);
  return idsOf(rows);
}
