import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { AskKind } from '../../../contract/ask-kinds.ts';
import type { AskPage, AskRow, listAsksQuery, TeamAsks } from '../../../contract/asks.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { AppError } from '../../../kernel/errors.ts';
import { toPublicId } from '../../../kernel/ids.ts';
import { pageOf } from '../../../platform/database/page-of.ts';
import type { DB } from '../../schema.gen.ts';
import { cursorOffset } from '../queries.ts';

export type AsksQuery = Partial<z.output<typeof listAsksQuery>> & { limit: number };

interface Row {
  id: string;
  queue: string;
  number: number;
  kind: AskKind;
  title: string;
  from_key: string;
  from_name: string;
  to_key: string;
  to_name: string;
  to_kind: string;
  state: AskRow['state'];
  waits_for: AskRow['waitsFor'];
  waits_since: Date;
  priority: number;
  due_at: Date | null;
  overdue: boolean | null;
  sprint: string | null;
  assignee: string | null;
  asked_by_name: string;
  opened_at: Date;
  closed_at: Date | null;
  remote_key: string | null;
  remote_url: string | null;
  remote_status: string | null;
}

const OPEN = sql`a.state in ('open', 'in-progress')`;

const columns = (now: Date) => sql`
  a.id, a.queue, a.number, a.kind, a.title, f.key as from_key, f.name as from_name, t.key as to_key,
    t.name as to_name, t.kind as to_kind, a.state, a.waits_for, a.waits_since, a.priority, a.due_at,
    case when ${OPEN} then a.due_at < ${now} end as overdue, a.sprint, a.assignee, a.asked_by_name, a.opened_at,
    a.closed_at, r.remote_key, r.remote_url, r.seen ->> 'status' as remote_status`;

const TABLES = sql`
  ask a join v_organisation_team f on f.id = a.from_team_id join v_organisation_team t on t.id = a.to_team_id
  left join filing r on r.ask_id = a.id`;

const shownRow = (row: Row): AskRow => ({
  id: toPublicId('ask', row.id),
  key: `${row.queue}-${row.number}`,
  queue: row.queue,
  direction: row.to_kind === 'security' ? 'of-security' : 'of-team',
  kind: row.kind,
  title: row.title,
  from: { key: row.from_key, name: row.from_name },
  to: { key: row.to_key, name: row.to_name },
  state: row.state,
  waitsFor: row.waits_for,
  waitsSince: row.waits_since.toISOString(),
  priority: PRIORITIES[row.priority] ?? 'P4',
  dueAt: row.due_at?.toISOString() ?? null,
  overdue: row.overdue,
  sprint: row.sprint,
  assignee: row.assignee,
  askedBy: row.asked_by_name,
  openedAt: row.opened_at.toISOString(),
  closedAt: row.closed_at?.toISOString() ?? null,
  filed:
    row.remote_key !== null && row.remote_url !== null
      ? { key: row.remote_key, url: row.remote_url, status: row.remote_status }
      : null,
});

/** What is open and waits longest comes first, then what was closed last. */
async function selectRows(
  db: Kysely<DB>,
  conditions: readonly RawBuilder<unknown>[],
  { limit, offset, now }: { limit: number; offset: number; now: Date },
): Promise<AskRow[]> {
  const { rows } = await sql<Row>`
    select ${columns(now)} from ${TABLES}
    where ${conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`}
    order by a.closed_at is not null, case when a.closed_at is null then a.waits_since end, a.closed_at desc, a.id
    ${pageOf(limit, offset)}`.execute(db);
  return rows.map(shownRow);
}

/**
 * One ask as lists show it, with more of it: columns and joins of one's own in the same statement.
 * @throws AppError LK-NOT-FOUND
 */
export async function findAskWith<More>(
  db: Kysely<DB>,
  id: string,
  more: { columns: RawBuilder<unknown>; joins: RawBuilder<unknown> },
  now: Date,
): Promise<{ shown: AskRow; more: More }> {
  const { rows } = await sql<Row & More>`
    select ${columns(now)}, ${more.columns} from ${TABLES} ${more.joins} where a.id = ${id}`.execute(db);
  const [row] = rows;
  if (!row) throw new AppError('LK-NOT-FOUND', 'there is no such ask');
  return { shown: shownRow(row), more: row };
}

/** A team's list is read from the front, so a position is cursor enough. */
export async function listAsks(db: Kysely<DB>, query: AsksQuery, now: Date): Promise<AskPage> {
  const offset = cursorOffset(query.cursor);
  const found = await selectRows(db, conditionsOf(query, now), { limit: query.limit + 1, offset, now });
  const next = found.length > query.limit ? String(offset + query.limit) : null;
  return { items: found.slice(0, query.limit), next };
}

function conditionsOf(query: AsksQuery, now: Date): RawBuilder<unknown>[] {
  const found: RawBuilder<unknown>[] = [];
  const state = query.state ?? 'open';
  if (state === 'open') found.push(OPEN);
  if (state === 'closed') found.push(sql`not ${OPEN}`);
  if (query.team) found.push(sql`${query.team} in (f.key, t.key)`);
  if (query.from) found.push(sql`f.key = ${query.from}`);
  if (query.to) found.push(sql`t.key = ${query.to}`);
  if (query.direction) found.push(sql`(t.kind = 'security') = ${query.direction === 'of-security'}`);
  if (query.waitsFor)
    found.push(sql`${OPEN} and case a.waits_for when 'to' then t.key else f.key end = ${query.waitsFor}`);
  if (query.kind) found.push(sql`a.kind = ${query.kind}`);
  if (query.overdue !== undefined)
    found.push(
      query.overdue
        ? sql`${OPEN} and a.due_at < ${now}`
        : sql`(not ${OPEN} or a.due_at is null or a.due_at >= ${now})`,
    );
  return found;
}

/** Kinds of asks by which something that is coming is looked at before it is there. */
const BEFOREHAND: readonly AskKind[] = ['review', 'threat-model', 'quick-test'];

/** What is coming of a team and wants a review, a threat model or a test: soonest wanted first. */
export async function comingAsks(db: Kysely<DB>, teamId: string, now: Date): Promise<AskRow[]> {
  const conditions = [
    sql`(a.from_team_id = ${teamId} or a.to_team_id = ${teamId})`,
    sql`a.kind = any(${[...BEFOREHAND]}::text[])`,
    OPEN,
  ];
  const rows = await selectRows(db, conditions, { limit: SHOWN, offset: 0, now });
  return rows.toSorted((a, b) => (a.dueAt ?? NEVER).localeCompare(b.dueAt ?? NEVER));
}

const NEVER = '9999';

/** Shown of each side; the list has the rest. */
const SHOWN = 20;

/**
 * Who waits for whom, since when: what security asked of the team and the team of security.
 * @throws AppError LK-NOT-FOUND
 */
export async function teamAsks(db: Kysely<DB>, key: string, now: Date): Promise<TeamAsks> {
  const team = await db
    .selectFrom('v_organisation_team')
    .select(['id', 'key', 'name'])
    .where('key', '=', key)
    .executeTakeFirst();
  if (!team) throw new AppError('LK-NOT-FOUND', `there is no team ${key.slice(0, 100)}`);
  return { team: { key: team.key, name: team.name }, ...(await asksOfTeam(db, team.id, now)) };
}

/** The same of a team that is known. */
export async function asksOfTeam(
  db: Kysely<DB>,
  teamId: string,
  now: Date,
): Promise<Pick<TeamAsks, 'askedOfTeam' | 'askedByTeam'>> {
  const [counts, of, by] = await Promise.all([
    countSides(db, teamId, now),
    selectRows(db, [sql`a.to_team_id = ${teamId}`, OPEN], { limit: SHOWN, offset: 0, now }),
    selectRows(db, [sql`a.from_team_id = ${teamId}`, OPEN], { limit: SHOWN, offset: 0, now }),
  ]);
  return { askedOfTeam: { ...counts('to'), items: of }, askedByTeam: { ...counts('from'), items: by } };
}

interface Side {
  side: 'to' | 'from';
  open: number;
  overdue: number;
  waitForTeam: number;
  longest: Date | null;
}

async function countSides(db: Kysely<DB>, teamId: string, now: Date) {
  const side = (which: Side['side']) => sql`
    select ${which}::text as side, count(*)::int as open, (count(*) filter (where a.due_at < ${now}))::int as overdue,
      (count(*) filter (where a.waits_for = ${which}))::int as "waitForTeam", min(a.waits_since) as longest
    from ask a where a.${sql.ref(`${which}_team_id`)} = ${teamId} and ${OPEN}`;
  const { rows } = await sql<Side>`${side('to')} union all ${side('from')}`.execute(db);
  return (which: Side['side']): Omit<TeamAsks['askedOfTeam'], 'items'> => {
    const { open, overdue, waitForTeam, longest } = rows.find((row) => row.side === which)!;
    return {
      open,
      overdue,
      waitForTeam,
      waitForOthers: open - waitForTeam,
      longestSince: longest?.toISOString() ?? null,
    };
  };
}
