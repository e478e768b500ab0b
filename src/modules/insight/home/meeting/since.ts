import { type Kysely, sql } from 'kysely';
import type { MeetingPage } from '../../../../contract/meetings.ts';
import { PRIORITIES } from '../../../../kernel/decision.ts';
import type { DB } from '../../../schema.gen.ts';

/** Shown of each; the number says how many there are. */
const SHOWN = 10;

interface Row {
  queue: string;
  number: number;
  title: string;
  priority: number;
  due_at: Date | null;
  at: Date;
  total: number;
}

/** A team's tickets that were opened or closed since then, the newest first. */
export async function ticketsSince(
  db: Kysely<DB>,
  teamId: string,
  which: 'opened_at' | 'closed_at',
  since: Date,
): Promise<MeetingPage['closed']> {
  const at = sql.ref(which);
  const { rows } = await sql<Row>`
    select queue, number, title, priority, due_at, ${at} as at, (count(*) over ())::int as total
    from v_tickets_ticket where team_id = ${teamId} and ${at} > ${since}
    order by ${at} desc, id limit ${sql.lit(SHOWN)}`.execute(db);
  return {
    count: rows[0]?.total ?? 0,
    items: rows.map((row) => ({
      key: `${row.queue}-${row.number}`,
      title: row.title,
      priority: PRIORITIES[row.priority] ?? 'P4',
      dueAt: row.due_at?.toISOString() ?? null,
      at: row.at.toISOString(),
    })),
  };
}
