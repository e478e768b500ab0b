import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Wall } from '../../../contract/wall.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import type { DB } from '../../schema.gen.ts';
import type { Scope } from '../asking/scope.ts';
import { readCells } from '../rollup/cells.ts';
import { MEASURES } from '../rollup/measures.ts';
import { untilFolded } from '../rollup/until-folded.ts';

const DAY_MS = 86_400_000;
const DAYS = 14;
const SHOWN = 8;
const SOON_DAYS = 7;

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
const daysAfter = (now: Date, days: number): string => dayOf(new Date(now.getTime() + days * DAY_MS));

/** @param titles false where nobody is signed in: what is open says too much about where to attack */
export async function wallOf(db: Kysely<DB>, scope: Scope, now: Date, titles: boolean): Promise<Wall> {
  const [tickets, { opened, closed }, next, fixes] = await Promise.all([
    ticketCounts(db, scope, now),
    untilFolded(db, `last days of ${scope.id} until ${dayOf(now)}`, () => lastDays(db, scope, now)),
    nextDue(db, scope, now),
    newestFixes(db, scope),
  ]);
  return {
    scope: { kind: scope.kind, key: scope.key, name: scope.name },
    at: now.toISOString(),
    ...tickets,
    days: Array.from({ length: DAYS }, (_, index) => {
      const day = daysAfter(now, index + 1 - DAYS);
      const on = (rows: readonly { at: string; n: number }[]) => rows.find(({ at }) => at === day)?.n ?? 0;
      return { day, opened: on(opened), closed: on(closed) };
    }),
    next: next.map(({ at, priority, title, ...row }) => ({
      ...row,
      priority: PRIORITIES[priority] ?? 'P4',
      dueAt: at.toISOString(),
      title: titles ? title : null,
    })),
    fixes: fixes.map(({ at, title, ...row }) => ({
      ...row,
      closedAt: at.toISOString(),
      title: titles ? title : null,
    })),
  };
}

async function lastDays(db: Kysely<DB>, scope: Scope, now: Date) {
  const of = { scopeId: scope.id, from: daysAfter(now, 1 - DAYS) } as const;
  const [opened, closed] = await Promise.all([
    readCells(db, { ...of, measure: 'ticketsOpened' }, ['at']),
    readCells(db, { ...of, measure: 'ticketsClosed' }, ['at']),
  ]);
  return { opened, closed };
}

export interface TicketCounts extends Pick<Wall, 'open' | 'overdue' | 'dueSoon' | 'openByPriority'> {}

/** Whole days from the cells; what is due today and on the last of seven days by the minute, as on every other page. */
export async function ticketCounts(db: Kysely<DB>, scope: Scope, now: Date): Promise<TicketCounts> {
  const [cells, minutes] = await Promise.all([
    untilFolded(db, `open tickets of ${scope.id} on ${dayOf(now)}`, () => openCells(db, scope, now)),
    minutesOf(db, scope, now),
  ]);
  return countTickets(cells, minutes, now);
}

/** All that is past and all that is later lie on one day each: thousands of days are not needed to tell three counts. */
async function openCells(db: Kysely<DB>, scope: Scope, now: Date) {
  const [past, later] = [daysAfter(now, -1), daysAfter(now, SOON_DAYS)];
  const { rows } = await sql<{ at: string; priority: number; n: number }>`
    select to_char(day, 'YYYY-MM-DD') as at, priority, sum(n)::int as n
    from (
      select greatest(least(at, ${later}::date), ${past}::date) as day, priority::int, n from insight_cell
      where scope_id = ${scope.id}::uuid and measure = ${MEASURES.tickets}::smallint
    ) c group by day, priority having sum(n) <> 0`.execute(db);
  return rows;
}

interface Minutes {
  /** Due today, and past. */
  past: number;
  /** Due a week from today, until this time of the day. */
  last: number;
}

async function minutesOf(db: Kysely<DB>, scope: Scope, now: Date): Promise<Minutes> {
  const within7 = new Date(now.getTime() + SOON_DAYS * DAY_MS);
  const sinceMidnight = (at: Date) =>
    sql`k.due_at >= ${`${dayOf(at)}T00:00:00Z`}::timestamptz and k.due_at < ${at}`;
  const { rows } = await sql<Minutes>`
    select count(*) filter (where k.due_at < ${now})::int as past, count(*) filter (where k.due_at >= ${now})::int as last
    from v_tickets_ticket k
    where k.state <> 'closed' and ((${sinceMidnight(now)}) or (${sinceMidnight(within7)})) and ${within(scope)}`.execute(
    db,
  );
  return rows[0] ?? { past: 0, last: 0 };
}

/** Pure. Days are those of UTC. */
export function countTickets(
  cells: readonly { at: string; priority: number; n: number }[],
  minutes: Minutes,
  now: Date,
): TicketCounts {
  const [today, soon] = [dayOf(now), daysAfter(now, SOON_DAYS)];
  const counts: TicketCounts = {
    open: 0,
    overdue: minutes.past,
    dueSoon: minutes.last - minutes.past,
    openByPriority: { P0: 0, P1: 0, P2: 0, P3: 0, P4: 0 },
  };
  for (const { at, priority, n } of cells) {
    counts.open += n;
    counts.openByPriority[PRIORITIES[priority] ?? 'P4'] += n;
    if (at < today) counts.overdue += n;
    else if (at < soon) counts.dueSoon += n;
  }
  return counts;
}

const within = (scope: Scope): RawBuilder<unknown> =>
  scope.kind === 'company'
    ? sql`true`
    : sql`k.team_id in (select team_id from insight_scope where scope_id = ${scope.id}::uuid)`;

interface TicketRow {
  ticket: string;
  team: string;
  priority: number;
  title: string;
  at: Date;
}

async function nextDue(db: Kysely<DB>, scope: Scope, now: Date): Promise<TicketRow[]> {
  const { rows } = await sql<TicketRow>`
    select k.queue || '-' || k.number as ticket, t.name as team, k.priority, k.title, k.due_at as at
    from v_tickets_ticket k join v_organisation_team t on t.id = k.team_id
    where k.state <> 'closed' and k.due_at >= ${now} and ${within(scope)}
    order by k.due_at, k.priority, k.id limit ${sql.lit(SHOWN)}`.execute(db);
  return rows;
}

async function newestFixes(db: Kysely<DB>, scope: Scope): Promise<Omit<TicketRow, 'priority'>[]> {
  const { rows } = await sql<Omit<TicketRow, 'priority'>>`
    select k.queue || '-' || k.number as ticket, t.name as team, k.title, k.closed_at as at
    from v_tickets_ticket k join v_organisation_team t on t.id = k.team_id
    where k.closed_at is not null and k.state = 'closed' and ${within(scope)}
    order by k.closed_at desc, k.id limit ${sql.lit(SHOWN)}`.execute(db);
  return rows;
}
