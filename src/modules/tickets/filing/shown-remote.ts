import { type Kysely, sql } from 'kysely';
import type { RemoteTicket } from '../../../connectors/connector.ts';
import type { RemoteRecord } from '../../../contract/remote.ts';
import type { DB } from '../../schema.gen.ts';

interface Row {
  connection: string | null;
  system: string;
  place: string;
  state: RemoteRecord['state'];
  remote_key: string | null;
  remote_url: string | null;
  seen: Partial<RemoteTicket> | null;
  told_at: Date | null;
  seen_at: Date | null;
  behind: boolean;
  problem: RemoteRecord['problem'];
}

/** The other side of a ticket or an ask, as it was last read; null where no tracker keeps it. */
export async function shownRemote(
  db: Kysely<DB>,
  of: { ticketId: string } | { askId: string },
): Promise<RemoteRecord | null> {
  const chosen = 'ticketId' in of ? sql`f.ticket_id = ${of.ticketId}` : sql`f.ask_id = ${of.askId}`;
  const { rows } = await sql<Row>`
    select c.key as connection, f.system, f.place, f.state, f.remote_key, f.remote_url, f.seen, f.told_at, f.seen_at,
      f.wanted_rev > f.told_rev as behind, f.problem
    from filing f left join connection c on c.id = f.connection_id where ${chosen}`.execute(db);
  const [row] = rows;
  if (!row) return null;
  return {
    connection: row.connection,
    system: row.system,
    place: row.place,
    state: row.state,
    key: row.remote_key,
    url: row.remote_url,
    status: row.seen?.status ?? null,
    sprint: row.seen?.sprint ?? null,
    dueOn: row.seen?.dueOn ?? null,
    assignee: row.seen?.assignee?.name ?? null,
    toldAt: row.told_at?.toISOString() ?? null,
    seenAt: row.seen_at?.toISOString() ?? null,
    behind: row.behind && row.state !== 'left',
    problem: row.problem,
  };
}
