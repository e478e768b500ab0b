import { type Kysely, sql } from 'kysely';
import type { AlertSource } from '../../../connectors/connector.ts';
import type { IdSource } from '../../../kernel/ids.ts';
import type { DB } from '../../schema.gen.ts';

type Db = Kysely<DB>;

/** A source as it is kept. */
export interface KeptSource extends AlertSource {
  id: string;
  etag: string | null;
}

/** Writes down a piece of the list of sources, and wants each of them pulled. */
export async function keepSources(
  db: Db,
  ids: IdSource,
  connectionId: string,
  sources: readonly AlertSource[],
  now: Date,
): Promise<void> {
  if (sources.length === 0) return;
  const rows = sources.map(({ kind, tool, target, repositoryId }) => ({
    id: ids.next(),
    kind,
    tool,
    target_kind: target.kind,
    target_key: target.key,
    host_repository: repositoryId,
  }));
  await sql`
    insert into alert_source (id, connection_id, kind, target_kind, target_key, host_repository, tool, wanted_at, listed_at)
    select distinct on (kind, target_kind, target_key)
      id, ${connectionId}, kind, target_kind, target_key, host_repository, tool, ${now}::timestamptz, ${now}::timestamptz
    from jsonb_populate_recordset(null::alert_source, ${JSON.stringify(rows)}::jsonb)
    on conflict (connection_id, kind, target_kind, target_key) do update set
      host_repository = excluded.host_repository, tool = excluded.tool, listed_at = excluded.listed_at, gone_at = null,
      wanted_at = coalesce(alert_source.wanted_at, excluded.wanted_at)`.execute(db);
}

/** After a list that came to its end: what it did not name is gone. Its findings stay as they are. */
export const forgetUnlisted = (
  db: Db,
  connectionId: string,
  listedSince: Date,
  now: Date,
): Promise<unknown> =>
  sql`update alert_source set gone_at = coalesce(gone_at, ${now}::timestamptz), wanted_at = null
    where connection_id = ${connectionId} and listed_at < ${listedSince}`.execute(db);

/** Follows a hint: what it names is pulled again. @returns how many sources that are */
export async function wantSources(
  db: Db,
  connectionId: string,
  hint: { kind: string; key: string | null },
  now: Date,
): Promise<number> {
  const wanted = await sql`
    update alert_source set wanted_at = coalesce(wanted_at, ${now}::timestamptz)
    where connection_id = ${connectionId} and kind = ${hint.kind} and gone_at is null
      and (${hint.key}::text is null or target_key = ${hint.key})`.execute(db);
  return Number(wanted.numAffectedRows ?? 0);
}

/** The sources that wait longest. */
export async function nextWanted(db: Db, connectionId: string, limit: number): Promise<KeptSource[]> {
  const { rows } = await sql<{
    id: string;
    kind: string;
    tool: string;
    target_kind: AlertSource['target']['kind'];
    target_key: string;
    host_repository: string | null;
    etag: string | null;
  }>`
    select id, kind, tool, target_kind, target_key, host_repository, etag from alert_source
    where connection_id = ${connectionId} and wanted_at is not null order by wanted_at, id limit ${limit}`.execute(
    db,
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    tool: row.tool,
    target: { kind: row.target_kind, key: row.target_key },
    repositoryId: row.host_repository,
    etag: row.etag,
  }));
}

/** What became of a look at a source. A hint that came meanwhile keeps it wanted. */
export interface PullEnd {
  begunAt: Date;
  now: Date;
  etag: string | null;
  /** Null: it was as before, or it could not be read. */
  scanId: string | null;
  gone: boolean;
  problem: { code: string; says: string; at: string } | null;
}

export const endPull = (db: Db, id: string, end: PullEnd): Promise<unknown> =>
  sql`
  update alert_source set
    wanted_at = case when wanted_at > ${end.begunAt} then wanted_at end,
    etag = ${end.etag},
    pulled_at = case when ${end.problem === null} then ${end.now}::timestamptz else pulled_at end,
    changed_at = case when ${end.scanId !== null} then ${end.now}::timestamptz else changed_at end,
    scan_id = coalesce(${end.scanId}::uuid, scan_id),
    gone_at = case when ${end.gone} then coalesce(gone_at, ${end.now}::timestamptz) end,
    problem = ${end.problem && JSON.stringify(end.problem)}::jsonb
  where id = ${id}`.execute(db);
