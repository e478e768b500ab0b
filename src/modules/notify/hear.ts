import { sql } from 'kysely';
import type { AskChangeKind } from '../../contract/asks.ts';
import type { FixEscalated } from '../../contract/escalation.ts';
import type { Loudness, NoticeKind } from '../../contract/notify.ts';
import type { TicketsChanged } from '../../contract/tickets-changed.ts';
import { toPublicId } from '../../kernel/ids.ts';
import { loadActivePolicy } from '../policy/public.ts';
import { conditionsOf, LEAD, type Lead } from '../tickets/public.ts';
import type { NotifyDeps } from './deps.ts';
import { type Audience, personAudience, teamAudience } from './preference.ts';
import { loadSenders } from './senders.ts';
import { peopleCalled, securityTeam } from './store.ts';
import { type Happened, tell } from './tell.ts';

interface HeardTicket {
  id: string;
  teamId: string;
  key: string;
  title: string;
  state: string;
  priority: number;
  dueAt: string | null;
  loud: Loudness | null;
}

/** `tickets.changed` */
export async function hearTickets(deps: NotifyDeps, { at, changes }: TicketsChanged): Promise<void> {
  // Without anybody to tell it by, nothing is looked up.
  if ((await loadSenders(deps.db, deps)).length === 0) return;
  const tickets = await loadTickets(
    deps,
    changes.map(({ ticketId }) => ticketId),
  );
  const people = await peopleCalled(
    deps.db,
    changes.flatMap(({ to }) => to ?? []),
  );
  await tell(
    deps,
    changes.flatMap(({ ticketId, what, to = '' }): Happened[] => {
      const ticket = tickets.get(ticketId);
      if (!ticket) return [];
      const made = ofTicket(ticket, what, `${what}:${ticketId}:${at}`, new Date(at));
      if (what !== 'assigned') return [{ ...made, audience: teamAudience(ticket.teamId), role: 'team' }];
      const email = people.get(to);
      return email === undefined ? [] : [{ ...made, audience: personAudience(email), role: 'owner' }];
    }),
  );
}

/** `fix.escalated`: those whom the policy names hear it, each in the role in which they are named. */
export async function hearEscalation(deps: NotifyDeps, event: FixEscalated): Promise<void> {
  const ticket = (await loadTickets(deps, [event.ticketId])).get(event.ticketId);
  if (!ticket) return;
  const security = await securityTeam(deps.db);
  const once = `due:${event.fixId}:${event.rule}:${event.dueAt}`;
  const made = { ...ofTicket(ticket, 'due', once, deps.clock.now()), text: event.note };
  await tell(
    deps,
    event.told.flatMap(({ role, email }): Happened[] => {
      if (email !== null) return [{ ...made, audience: personAudience(email), role }];
      const team = role === 'security' ? security : event.teamId;
      return team === null ? [] : [{ ...made, audience: teamAudience(team), role: 'team' }];
    }),
  );
}

const ofTicket = (ticket: HeardTicket, kind: NoticeKind, once: string, at: Date) => ({
  kind,
  once,
  ticketId: ticket.id,
  name: ticket.key,
  title: ticket.title,
  text: '',
  path: `/tickets/${encodeURIComponent(ticket.key)}`,
  policy: ticket.loud,
  at,
  ticket,
});

/** Tickets as they stand, with how loud the policy wants them: the first of its rules that holds. */
async function loadTickets(
  { db, clock }: NotifyDeps,
  ids: readonly string[],
): Promise<Map<string, HeardTicket>> {
  const { policy } = await loadActivePolicy(db);
  const { rows } = await sql<Omit<HeardTicket, 'loud'> & Lead>`
    select k.id, k.team_id as "teamId", k.queue || '-' || k.number as key, k.title, k.state, k.priority,
      k.due_at as "dueAt", lead.finding, lead.basis, lead.clock
    from v_tickets_ticket k join v_findings_fix x on x.id = k.fix_id ${LEAD}
    where k.id = any(${[...ids]}::uuid[])`.execute(db);
  const now = clock.now();
  return new Map(
    rows.map(({ finding, basis, clock: times, ...ticket }) => {
      const facts = finding ? conditionsOf({ finding, basis, clock: times }, now) : {};
      const rule = policy.notify.find(({ condition }) => condition.holds(facts));
      return [ticket.id, { ...ticket, loud: rule?.how ?? null }];
    }),
  );
}

const EXCEPTION_WORDS: Readonly<Record<string, string>> = {
  granted: 'granted',
  refused: 'refused',
  revoked: 'taken back',
  expired: 'it has ended, what it covered is open again',
};

/** `exception.decided` and `exception.ends`: whoever asked, and the team that it is about. */
export async function hearException(
  deps: NotifyDeps,
  { exceptionId }: { exceptionId: string },
  kind: 'exception-decided' | 'exception-ends',
): Promise<void> {
  const row = await deps.db
    .selectFrom('v_findings_exception')
    .select(['id', 'kind', 'state', 'reason', 'asked_by', 'expires_at', 'team_id'])
    .where('id', '=', exceptionId)
    .executeTakeFirst();
  const word = row && (kind === 'exception-ends' ? 'it ends soon' : EXCEPTION_WORDS[row.state]);
  if (!row || !word) return;
  const day = row.expires_at?.toISOString().slice(0, 10);
  const when = kind === 'exception-ends' ? `, on ${day}` : row.state === 'granted' ? `, until ${day}` : '';
  const made = {
    kind,
    once: `${kind}:${row.id}:${row.state}`,
    ticketId: null,
    ticket: null,
    name: row.kind.replace('-', ' '),
    title: row.reason.slice(0, 300),
    text: `${word}${day === undefined ? '' : when}`,
    path: `/exceptions?id=${toPublicId('exception', row.id)}`,
    policy: null,
    at: deps.clock.now(),
  };
  const asker: Happened[] = row.asked_by.includes('@')
    ? [{ ...made, audience: personAudience(row.asked_by), role: 'self' }]
    : [];
  const team: Happened[] = row.team_id
    ? [{ ...made, audience: teamAudience(row.team_id), role: 'team' }]
    : [];
  await tell(deps, [...asker, ...team]);
}

/** How an ask goes on, for the team that waits for it. */
const ASK_WORDS: Partial<Record<AskChangeKind, string>> = {
  comment: 'there is a word on it',
  done: 'it is done',
  declined: 'it was declined',
  reopened: 'it is open again',
  moved: 'it moved to another team',
};

/** `ask.changed`: a new one is for the team that is asked, how it goes on for the team that asked. */
export async function hearAsk(
  deps: NotifyDeps,
  { askId, what }: { askId: string; what: AskChangeKind },
): Promise<void> {
  const ask = await deps.db
    .selectFrom('v_tickets_ask')
    .select([
      'id',
      'queue',
      'number',
      'title',
      'state',
      'from_team_id',
      'to_team_id',
      'waits_for',
      'waits_since',
    ])
    .where('id', '=', askId)
    .executeTakeFirst();
  if (!ask) return;
  const isNew = what === 'made';
  const word = ASK_WORDS[what];
  if (!isNew && !word) return;
  // A word is for whoever has to act on it now.
  const reader = isNew || (what === 'comment' && ask.waits_for === 'to') ? ask.to_team_id : ask.from_team_id;
  const key = `${ask.queue}-${ask.number}`;
  const audience: Audience = teamAudience(reader);
  await tell(deps, [
    {
      audience,
      role: 'team',
      kind: isNew ? 'ask-made' : 'ask-answered',
      once: `ask:${ask.id}:${what}:${ask.state}:${ask.waits_since.toISOString()}`,
      ticketId: null,
      ticket: null,
      name: key,
      title: ask.title,
      text: word ?? '',
      path: `/asks/${encodeURIComponent(key)}`,
      policy: null,
      at: deps.clock.now(),
    },
  ]);
}
