import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { IdSource } from '../../kernel/ids.ts';
import type { DB } from '../schema.gen.ts';
import type { ExistingTicket, Plan, PlannedFix } from './plan.ts';

type Tx = Transaction<DB>;

/** Everything planning needs: the fixes that a scan changed, with owner and ticket. */
export const loadChangedFixes = (tx: Tx, scanId: string): Promise<PlannedFix[]> =>
  loadWhere(tx, sql`x.changed_scan_id = ${scanId}`);

/** What waits for an image without a ticket yet: a scan of that image may have ended the waiting. */
export const loadWaitingFor = (tx: Tx, targetId: string): Promise<PlannedFix[]> =>
  loadWhere(tx, sql`x.base_target_id = ${targetId} and x.state = 'open' and k.id is null`);

/** The same for fixes known by their ids. */
export const loadFixes = (tx: Tx, fixIds: readonly string[]): Promise<PlannedFix[]> =>
  loadWhere(tx, sql`x.id = any(${fixIds}::uuid[])`);

/** Who works on a queue that policy names: a team of security that has it, else the team whose own it is. */
const WORKS_ON = (queue: RawBuilder<unknown>) => sql`
  select s.id from v_organisation_team s
  where s.retired_at is null and (s.queue = ${queue} or (s.kind = 'security' and ${queue} = any(s.allowed_queues)))
  order by s.kind = 'security' desc, s.queue = ${queue} desc, s.key limit 1`;

async function loadWhere(tx: Tx, condition: RawBuilder<unknown>): Promise<PlannedFix[]> {
  const { rows } = await sql<Omit<PlannedFix, 'ticket'> & { ticket: JsonTicket | null }>`
    select x.id, x.title, x.state, case when b.waits then 'hold' when x.route = 'hold' and h.released_at is not null then 'owner' else x.route end as route,
      x.owner_team_id as "ownerTeamId", q.id as "routeTeamId", case when x.queue = any(t.allowed_queues) then x.queue else t.queue end as "ownerQueue",
      x.state_because as "stateBecause", x.open_findings as "openFindings", x.exploited, x.claimed_at is not null as claimed, x.priority, x.due_at as "dueAt",
      case when k.id is not null then json_build_object('id', k.id, 'title', k.title, 'state', k.state,
        'priority', k.priority, 'dueAt', k.due_at, 'findings', k.findings, 'edited', k.edited,
        'key', k.queue || '-' || k.number, 'assignee', k.assignee) end as ticket,
      case when m.id is not null then json_build_object('team', mt.key, 'held', m.state = 'closed' or mb.waits is true or m.route = 'hold',
        'ticket', case when mk.id is not null then json_build_object('id', mk.id, 'key', mk.queue || '-' || mk.number) end) end as "movedTo"
    from v_findings_fix x
    join v_organisation_team t on t.id = x.owner_team_id
    left join ticket k on k.fix_id = x.id
    left join ticket_hold h on h.fix_id = x.id
    left join lateral (${WORKS_ON(sql`x.route`)}) q on x.route not in ('owner', 'hold')
    left join v_findings_fix_base b on b.fix_id = x.id
    left join v_findings_fix m on m.id = x.moved_to_id and x.state = 'closed'
    left join v_organisation_team mt on mt.id = m.owner_team_id
    left join v_findings_fix_base mb on mb.fix_id = m.id
    left join ticket mk on mk.fix_id = m.id
    where ${condition}
    order by x.priority, x.due_at, x.title`.execute(tx);
  return rows.map((row) => ({ ...row, ticket: row.ticket && revive(row.ticket) }));
}

type JsonTicket = Omit<ExistingTicket, 'dueAt'> & { dueAt: string | null };
const revive = (ticket: JsonTicket): ExistingTicket => ({
  ...ticket,
  dueAt: ticket.dueAt ? new Date(ticket.dueAt) : null,
});

/**
 * Writes a plan in sets; a ticket that another plan made meanwhile is left as it is.
 * @returns ids of the tickets that it made
 */
export async function storePlan(tx: Tx, ids: IdSource, plan: Plan, at: Date): Promise<string[]> {
  const made: string[] = [];
  const said = { at, actor: 'Lanekeeper' };
  if (plan.create.length > 0) {
    const numbers = await takeNumbers(
      tx,
      plan.create.map((draft) => draft.queue),
    );
    const rows = plan.create.map((draft, index) => ({
      id: ids.next(),
      fix_id: draft.fixId,
      team_id: draft.teamId,
      queue: draft.queue,
      number: numbers[index],
      title: draft.title,
      priority: draft.priority,
      due_at: draft.dueAt,
      findings: draft.findings,
      opened_at: at,
    }));
    const inserted = await sql<{ id: string }>`
      insert into ticket (id, fix_id, team_id, queue, number, title, priority, due_at, findings, opened_at)
      select id, fix_id, team_id, queue, number, title, priority, due_at, findings, opened_at
      from jsonb_populate_recordset(null::ticket, ${JSON.stringify(rows)}::jsonb)
      on conflict (fix_id) do nothing returning id`.execute(tx);
    for (const { id } of inserted.rows) made.push(id);
  }
  if (plan.change.length > 0) {
    const rows = plan.change.map((change) => ({
      id: change.id,
      title: change.title,
      priority: change.priority,
      due_at: change.dueAt,
      findings: change.findings,
      state: change.state,
      closed_at: change.state === 'closed' ? at : null,
    }));
    await sql`update ticket k set title = u.title, priority = u.priority, due_at = u.due_at, findings = u.findings,
        state = u.state, closed_at = case when u.state = 'closed' then coalesce(k.closed_at, u.closed_at) end
      from jsonb_populate_recordset(null::ticket, ${JSON.stringify(rows)}::jsonb) u where k.id = u.id`.execute(
      tx,
    );
    const comments = plan.change.flatMap(({ id, comment, about }) =>
      comment ? [{ ...said, id: ids.next(), ticket_id: id, text: comment, about_ticket_id: about }] : [],
    );
    await addComments(tx, comments);
  }
  await addComments(
    tx,
    plan.tell.map(({ ticketId, text, about }) => ({
      ...said,
      id: ids.next(),
      ticket_id: ticketId,
      text,
      about_ticket_id: about,
    })),
  );
  return made;
}

export async function addComments(
  db: Kysely<DB>,
  comments: {
    id: string;
    ticket_id: string;
    at: Date;
    actor: string;
    text: string;
    /** The ticket that it speaks of. */
    about_ticket_id?: string | null;
  }[],
): Promise<void> {
  if (comments.length === 0) return;
  await sql`insert into ticket_comment (id, ticket_id, at, actor, text, about_ticket_id)
    select id, ticket_id, at, actor, text, about_ticket_id
    from jsonb_populate_recordset(null::ticket_comment, ${JSON.stringify(comments)}::jsonb)`.execute(db);
}

/** One number for each name in `queues`, in its order; numbers count up inside a queue. */
export async function takeNumbers(tx: Tx, queues: string[]): Promise<number[]> {
  const wanted = new Map<string, number>();
  for (const queue of queues) wanted.set(queue, (wanted.get(queue) ?? 0) + 1);
  // Sorted, so that two plans that need the same queues wait for each other instead of for ever.
  const names = [...wanted.keys()].sort();
  const counts = names.map((name) => wanted.get(name)!);
  const { rows } = await sql<{ key: string; last_number: number }>`
    insert into ticket_queue as q (key, last_number)
    select * from unnest(${names}::text[], ${counts}::int[])
    on conflict (key) do update set last_number = q.last_number + excluded.last_number
    returning key, last_number`.execute(tx);
  const next = new Map(rows.map((row) => [row.key, row.last_number - wanted.get(row.key)!]));
  return queues.map((queue) => {
    const number = next.get(queue)! + 1;
    next.set(queue, number);
    return number;
  });
}
