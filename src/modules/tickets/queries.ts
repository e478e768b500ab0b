import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { listTicketsQuery, Ticket, TicketPage, TicketRow } from '../../contract/tickets.ts';
import { PRIORITIES } from '../../kernel/decision.ts';
import { AppError } from '../../kernel/errors.ts';
import { fromPublicId, toPublicId } from '../../kernel/ids.ts';
import { listFindings } from '../findings/public.ts';
import type { DB } from '../schema.gen.ts';
import { shownRemote } from './filing/shown-remote.ts';
import { fixFacts } from './fix-facts.ts';
import { renderTicket, type TicketTemplate } from './templates/render-ticket.ts';

export type TicketsQuery = Partial<z.output<typeof listTicketsQuery>> & { limit: number };

interface Row {
  id: string;
  queue: string;
  number: number;
  title: string;
  team_key: string;
  team_name: string;
  target_kind: TicketRow['target']['kind'];
  target_key: string;
  unowned: boolean;
  priority: number;
  due_at: Date | null;
  overdue: boolean | null;
  findings: number;
  state: TicketRow['state'];
  assignee: string | null;
  opened_at: Date;
  closed_at: Date | null;
}

const SELECT = (now: Date) => sql`
  select k.id, k.queue, k.number, k.title, t.key as team_key, t.name as team_name, x.target_kind, x.target_key,
    x.unowned, k.priority, k.due_at, case when k.state <> 'closed' then k.due_at < ${now} end as overdue, k.findings,
    k.state, k.assignee, k.opened_at, k.closed_at, x.id as fix_id, x.kind as fix_kind, x.component, x.to_version,
    x.owner_team_id <> k.team_id as routed
  from ticket k join v_organisation_team t on t.id = k.team_id join v_findings_fix x on x.id = k.fix_id`;

const shown = (row: Row): TicketRow => ({
  id: toPublicId('ticket', row.id),
  key: `${row.queue}-${row.number}`,
  queue: row.queue,
  title: row.title,
  team: { key: row.team_key, name: row.team_name },
  target: { kind: row.target_kind, key: row.target_key },
  unowned: row.unowned,
  priority: PRIORITIES[row.priority] ?? 'P4',
  dueAt: row.due_at?.toISOString() ?? null,
  overdue: row.overdue,
  findings: row.findings,
  state: row.state,
  assignee: row.assignee,
  openedAt: row.opened_at.toISOString(),
  closedAt: row.closed_at?.toISOString() ?? null,
});

/** What is open first, of that the soonest due; without a date last. */
export async function listTickets(db: Kysely<DB>, query: TicketsQuery, now: Date): Promise<TicketPage> {
  const conditions = conditionsOf(query, now);
  const offset = cursorOffset(query.cursor);
  const { rows } = await sql<Row>`
    ${SELECT(now)}
    where ${conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`}
    order by (k.state = 'closed'), coalesce(k.due_at, 'infinity'), k.priority, k.queue, k.number
    limit ${query.limit + 1} offset ${offset}`.execute(db);
  const next = rows.length > query.limit ? String(offset + query.limit) : null;
  return { items: rows.slice(0, query.limit).map(shown), next };
}

function conditionsOf(query: TicketsQuery, now: Date): RawBuilder<unknown>[] {
  const found: RawBuilder<unknown>[] = [];
  const state = query.state ?? 'open';
  // Said as the index of the order says it: any other way of saying "not closed" sorts all that a team ever had.
  if (state === 'open') found.push(sql`(k.state = 'closed') is false`);
  if (state === 'closed') found.push(sql`(k.state = 'closed') is true`);
  if (query.team) found.push(sql`k.team_id = (select id from v_organisation_team where key = ${query.team})`);
  if (query.queue) found.push(sql`k.queue = ${query.queue}`);
  if (query.priority) found.push(sql`k.priority = ${PRIORITIES.indexOf(query.priority)}`);
  if (query.unowned !== undefined) found.push(sql`x.unowned = ${query.unowned}`);
  // As the order has it, so that the walk begins and ends where the dates do.
  const due = sql`coalesce(k.due_at, 'infinity')`;
  if (query.due === 'overdue') found.push(sql`${due} < ${now}`);
  if (query.due === 'week')
    found.push(sql`${due} >= ${now} and ${due} < ${now}::timestamptz + interval '7 days'`);
  return found;
}

/** A team's queue is read from the front, so a position is cursor enough. */
export function cursorOffset(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,7}$/.test(cursor)) throw new AppError('LK-VALIDATION', 'the cursor is not one of this list');
  return Number(cursor);
}

/** By id (`tkt_…`) or by key (`PAY-12`). */
export async function findTicketId(db: Kysely<DB>, text: string): Promise<string> {
  const dash = text.lastIndexOf('-');
  const number = Number(text.slice(dash + 1));
  const id = fromPublicId('ticket', text);
  const byKey = Number.isSafeInteger(number) && number < 2 ** 31 && dash > 0;
  const found = id
    ? await db.selectFrom('ticket').select('id').where('id', '=', id).executeTakeFirst()
    : byKey
      ? await db
          .selectFrom('ticket')
          .select('id')
          .where('queue', '=', text.slice(0, dash))
          .where('number', '=', number)
          .executeTakeFirst()
      : undefined;
  if (!found) throw new AppError('LK-NOT-FOUND', `there is no ticket ${text}`);
  return found.id;
}

/**
 * One ticket with its text, reasons, findings and comments.
 * @param template words of the connection that it is told to; ours without
 */
export async function getTicket(
  db: Kysely<DB>,
  id: string,
  now: Date,
  template: TicketTemplate = {},
): Promise<Ticket> {
  const { rows } = await sql<
    Row & {
      fix_id: string;
      fix_kind: string;
      component: string | null;
      to_version: string | null;
      routed: boolean;
    }
  >`
    ${SELECT(now)} where k.id = ${id}`.execute(db);
  const row = rows[0];
  if (!row) throw new AppError('LK-NOT-FOUND', 'there is no such ticket');
  const ticket = shown(row);
  const closed = row.state === 'closed';
  const findings = await listFindings(
    db,
    { fix: row.fix_id, state: closed ? 'all' : 'open', limit: 100 },
    now,
  );
  const facts = await fixFacts(db, { id: row.fix_id, component: row.component, toVersion: row.to_version });
  // A queue that policy names is worked on by another team than the one that owns the place.
  const owned = row.routed
    ? [...facts.owned, `policy sends it to the queue ${row.queue}, which ${row.team_name} works on`]
    : facts.owned;
  const said = renderTicket(template, {
    title: ticket.title,
    key: ticket.key,
    kind: row.fix_kind,
    component: row.component,
    toVersion: row.to_version,
    fromVersions: findings.items.flatMap(({ version }) => version ?? []),
    advisories: facts.advisories,
    base: facts.base,
    ownedBecause: owned,
    urgentBecause: facts.urgent,
    dueAt: ticket.dueAt,
    priority: ticket.priority,
    findings: findings.items,
    openFindings: row.findings,
    help: facts.help,
  });
  return {
    ...ticket,
    ...said,
    ownership: { because: owned },
    decision: { because: facts.urgent },
    fix: {
      id: toPublicId('fix', row.fix_id),
      kind: row.fix_kind,
      component: row.component,
      toVersion: row.to_version,
    },
    findingList: findings.items,
    comments: await commentsOf(db, id),
    remote: await shownRemote(db, { ticketId: id }),
  };
}

async function commentsOf(db: Kysely<DB>, ticketId: string) {
  const rows = await db
    .selectFrom('ticket_comment')
    .select(['at', 'actor', 'text'])
    .where('ticket_id', '=', ticketId)
    .orderBy('at')
    .limit(500)
    .execute();
  return rows.map(({ at, actor, text }) => ({ at: at.toISOString(), actor, text }));
}
