import { type Kysely, sql } from 'kysely';
import type { Standing } from '../../../contract/standard.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import type { DB } from '../../schema.gen.ts';

/** So many days back dates are counted. */
export const PERIOD_DAYS = 90;
const PERIOD = sql`make_interval(days => ${PERIOD_DAYS}::int)`;

interface Row {
  open: number[];
  overdue: number;
  overdue_urgent: number;
  in_time: number;
  all_dates: number;
  oldest: { id: string; title: string; openedAt: string } | null;
}

/**
 * Where the findings of a repository stand, or of a folder in it. What several tools tell of one weakness counts once.
 */
export async function standingOf(
  db: Kysely<DB>,
  { repositoryId, folder }: { repositoryId: string; folder: string },
  now: Date,
): Promise<Standing> {
  const inside = folder
    ? sql`f.repository_id = ${repositoryId} and starts_with(f.path, ${`${folder}/`})`
    : sql`f.repository_id = ${repositoryId}`;
  const { rows } = await sql<Row>`
    with here as (
      select f.id, f.title, f.priority, f.due_at, f.opened_at, f.changed_at, f.state in ('open', 'reopened') as open
      from v_findings_finding f
      where ${inside} and f.lead_id is null
        and (f.state in ('open', 'reopened') or (f.state = 'fixed' and f.due_at >= ${now}::timestamptz - ${PERIOD}))
    ), dates as (
      select (not open and changed_at <= due_at) as met from here
      where due_at <= ${now} and due_at >= ${now}::timestamptz - ${PERIOD}
    )
    select array(select (select count(*)::int from here where open and priority = p) from generate_series(0, 4) p) as open,
      (select count(*)::int from here where open and due_at < ${now}) as overdue,
      (select count(*)::int from here where open and due_at < ${now} and priority < 2) as overdue_urgent,
      (select count(*)::int from dates where met) as in_time,
      (select count(*)::int from dates) as all_dates,
      (select json_build_object('id', id, 'title', title, 'openedAt', opened_at) from here where open
        order by opened_at, id limit 1) as oldest`.execute(db);
  const row = rows[0]!;
  return {
    open: Object.fromEntries(
      PRIORITIES.map((name, index) => [name, row.open[index] ?? 0]),
    ) as Standing['open'],
    overdue: row.overdue,
    overdueUrgent: row.overdue_urgent,
    oldest: row.oldest && {
      id: toPublicId('finding', row.oldest.id),
      title: row.oldest.title,
      openedAt: new Date(row.oldest.openedAt).toISOString(),
    },
    met: { inTime: row.in_time, all: row.all_dates },
  };
}
