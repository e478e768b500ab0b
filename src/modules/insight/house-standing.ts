import { type Kysely, sql } from 'kysely';
import type { Standing } from '../../contract/standard.ts';
import { PRIORITIES, type Priority } from '../../kernel/decision.ts';
import { toPublicId } from '../../kernel/ids.ts';
import type { DB } from '../schema.gen.ts';
import { addDays, dayOf } from './asking/calendar.ts';
import { readCells } from './rollup/cells.ts';
import { COMPANY, DUE } from './rollup/measures.ts';
import { untilFolded } from './rollup/until-folded.ts';

/** Weaknesses of a priority that were due, and what became of them. */
interface Due {
  priority: number;
  days: number;
  n: number;
}

const DAY_MS = 86_400_000;

/**
 * Where the whole house stands, from its cells: what several tools tell of one weakness counts once. Whole days are
 * counted already; of today, and of the first of the days, only what lies within.
 * @param periodDays so many days back dates are counted
 */
export async function houseStanding(db: Kysely<DB>, now: Date, periodDays: number): Promise<Standing> {
  const since = new Date(now.getTime() - periodDays * DAY_MS);
  const today = dayOf(now);
  const whole = { scopeId: COMPANY, measure: 'dueDays' } as const;
  const by = ['priority', 'days'] as const;
  const days = untilFolded(db, `due days on ${today} since ${dayOf(since)}`, () =>
    Promise.all([
      readCells(db, whole, by),
      readCells(db, { ...whole, to: addDays(today, -1) }, by),
      readCells(db, { ...whole, from: addDays(dayOf(since), 1), to: addDays(today, -1) }, by),
    ]),
  );
  const parts = [
    [new Date(`${today}T00:00:00Z`), now],
    [since, new Date(`${addDays(dayOf(since), 1)}T00:00:00Z`)],
  ] as const;
  const [[all, past, within], [duringToday, firstDay], oldest] = await Promise.all([
    days,
    dueWithin(db, parts),
    oldestOpen(db),
  ]);
  const late = [...past, ...duringToday].filter(({ days }) => days === DUE.open);
  const dates = [...within, ...duringToday, ...firstDay];
  const open = all.filter(({ days }) => days === DUE.open);
  return {
    open: Object.fromEntries(
      PRIORITIES.map((name, rank) => [name, sum(open.filter(({ priority }) => priority === rank))]),
    ) as Record<Priority, number>,
    overdue: sum(late),
    overdueUrgent: sum(late.filter(({ priority }) => priority < 2)),
    oldest,
    met: { inTime: sum(dates.filter(({ days }) => days === DUE.met)), all: sum(dates) },
  };
}

const sum = (rows: readonly Due[]): number => rows.reduce((total, { n }) => total + n, 0);

type Span = readonly [from: Date, until: Date];

/** Along the order of lists, in which dates stand within each priority. */
async function dueWithin(db: Kysely<DB>, [first, second]: readonly [Span, Span]): Promise<[Due[], Due[]]> {
  const { rows } = await sql<Due & { part: 0 | 1 }>`
    select w.part, p.priority::int as priority, case when f.state in ('open', 'reopened') then ${DUE.open}::int
        when f.changed_at <= f.due_at then ${DUE.met}::int else ${DUE.late}::int end as days, count(*)::int as n
    from (values (0, ${first[0]}::timestamptz, ${first[1]}::timestamptz), (1, ${second[0]}, ${second[1]})) w(part, since, until)
    cross join generate_series(0, 4) p(priority) cross join (values (false), (true)) c(closed)
    join v_findings_row f on f.closed = c.closed and f.priority = p.priority and f.due >= w.since and f.due < w.until
    where f.lead_id is null and f.state <> 'excepted' group by 1, 2, 3`.execute(db);
  return [rows.filter(({ part }) => part === 0), rows.filter(({ part }) => part === 1)];
}

async function oldestOpen(db: Kysely<DB>): Promise<Standing['oldest']> {
  const { rows } = await sql<{ id: string; title: string; openedAt: Date }>`
    select id, title, opened_at as "openedAt" from v_findings_finding
    where state in ('open', 'reopened') and lead_id is null order by opened_at, id limit 1`.execute(db);
  const row = rows[0];
  return row
    ? { id: toPublicId('finding', row.id), title: row.title, openedAt: row.openedAt.toISOString() }
    : null;
}
