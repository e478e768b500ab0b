import { type Kysely, sql } from 'kysely';
import type { TeamCourse } from '../../../../contract/meetings.ts';
import { PRIORITIES } from '../../../../kernel/decision.ts';
import type { DB } from '../../../schema.gen.ts';

/** Dots that a picture can hold. */
const SHOWN = 200;

interface Row {
  queue: string;
  number: number;
  title: string;
  priority: number;
  due_at: Date;
  closed_at: Date | null;
}

/** The dates of a team's tickets around now, and what became of each. The nearest to now are shown. */
export async function deadlinesOf(
  db: Kysely<DB>,
  teamId: string,
  now: Date,
): Promise<Pick<TeamCourse, 'deadlines' | 'more'>> {
  const { rows } = await sql<Row>`
    select queue, number, title, priority, due_at, closed_at from v_tickets_ticket
    where team_id = ${teamId} and due_at between ${now}::timestamptz - interval '90 days'
      and ${now}::timestamptz + interval '30 days'
    order by due_at desc, id limit ${sql.lit(SHOWN + 1)}`.execute(db);
  const deadlines = rows.slice(0, SHOWN).map((row) => ({
    key: `${row.queue}-${row.number}`,
    title: row.title,
    priority: PRIORITIES[row.priority] ?? ('P4' as const),
    dueAt: row.due_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    became: becameOf(row.due_at, row.closed_at, now),
  }));
  return { deadlines: deadlines.toReversed(), more: rows.length > SHOWN };
}

/** Pure. */
function becameOf(dueAt: Date, closedAt: Date | null, now: Date): 'met' | 'missed' | 'coming' {
  if (closedAt !== null) return closedAt <= dueAt ? 'met' : 'missed';
  return dueAt < now ? 'missed' : 'coming';
}
