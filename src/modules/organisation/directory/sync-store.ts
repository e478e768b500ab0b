import { type Kysely, sql } from 'kysely';
import type { DirectorySyncCounts, DirectorySyncState } from '../../../contract/directory.ts';
import type { DB } from '../../schema.gen.ts';

export interface SyncRow {
  state: Exclude<DirectorySyncState['state'], 'never' | 'queued'>;
  begunAt: Date;
  endedAt: Date | null;
  continuesAt: Date | null;
  told: DirectorySyncCounts;
}

export async function selectSync(db: Kysely<DB>, connectionId: string): Promise<SyncRow | null> {
  const row = await db
    .selectFrom('directory_sync')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .executeTakeFirst();
  if (!row) return null;
  return {
    state: row.state as SyncRow['state'],
    begunAt: row.begun_at,
    endedAt: row.ended_at,
    continuesAt: row.continues_at,
    told: row.told as DirectorySyncCounts,
  };
}

/** Nothing is written for a connection that is gone. */
export const upsertSync = (db: Kysely<DB>, connectionId: string, row: SyncRow): Promise<unknown> =>
  sql`
    insert into directory_sync as old (connection_id, state, begun_at, ended_at, continues_at, told)
    select id, ${row.state}, ${row.begunAt}, ${row.endedAt}, ${row.continuesAt}, ${JSON.stringify(row.told)}::jsonb
    from connection where id = ${connectionId}
    on conflict (connection_id) do update set state = excluded.state, begun_at = excluded.begun_at,
      ended_at = excluded.ended_at, continues_at = excluded.continues_at, told = excluded.told`.execute(db);
