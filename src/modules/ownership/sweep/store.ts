import { type Kysely, sql } from 'kysely';
import type { SweepCounts, SweepState } from '../../../contract/connections.ts';
import type { DB } from '../../schema.gen.ts';

/** A page of a code host's list as it was last read. */
export interface KnownPage {
  url: string;
  etag: string;
  next: string | null;
  hostIds: string[];
}

export async function selectPages(db: Kysely<DB>, connectionId: string): Promise<Map<string, KnownPage>> {
  const rows = await db
    .selectFrom('host_page')
    .select(['url', 'etag', 'next_url as next', 'host_ids as hostIds'])
    .where('connection_id', '=', connectionId)
    .execute();
  return new Map(rows.map((row) => [row.url, row]));
}

export const upsertPage = (tx: Kysely<DB>, connectionId: string, page: KnownPage): Promise<unknown> =>
  sql`
    insert into host_page as old (connection_id, url, etag, next_url, host_ids)
    values (${connectionId}, ${page.url}, ${page.etag}, ${page.next}, ${page.hostIds})
    on conflict (connection_id, url) do update
      set etag = excluded.etag, next_url = excluded.next_url, host_ids = excluded.host_ids
      where (old.etag, old.next_url, old.host_ids) is distinct from (excluded.etag, excluded.next_url, excluded.host_ids)`.execute(
    tx,
  );

export async function deletePages(tx: Kysely<DB>, connectionId: string, urls: string[]): Promise<void> {
  if (urls.length === 0) return;
  await tx
    .deleteFrom('host_page')
    .where('connection_id', '=', connectionId)
    .where('url', 'in', urls)
    .execute();
}

// progress -----------------------------------------------------------------------------------------------------

export type StoredState = Exclude<SweepState['state'], 'never' | 'queued'>;

export interface SweepRow {
  state: StoredState;
  begunAt: Date;
  lookedAt: Date;
  continuesAt: Date | null;
  told: SweepCounts;
}

export const upsertSweep = (db: Kysely<DB>, connectionId: string, row: SweepRow): Promise<unknown> =>
  sql`
    insert into sweep (connection_id, state, begun_at, looked_at, continues_at, told)
    select id, ${row.state}, ${row.begunAt}, ${row.lookedAt}, ${row.continuesAt}, ${JSON.stringify(row.told)}::jsonb
    from connection where id = ${connectionId}
    on conflict (connection_id) do update set state = excluded.state, begun_at = excluded.begun_at,
      looked_at = excluded.looked_at, continues_at = excluded.continues_at, told = excluded.told`.execute(db);

export async function selectSweep(db: Kysely<DB>, connectionId: string): Promise<SweepRow | null> {
  const row = await db
    .selectFrom('sweep')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .executeTakeFirst();
  if (!row) return null;
  return {
    state: row.state as StoredState,
    begunAt: row.begun_at,
    lookedAt: row.looked_at,
    continuesAt: row.continues_at,
    told: row.told as SweepCounts,
  };
}
