import { type Kysely, sql, type Transaction } from 'kysely';
import type { Policy, WantingTicket } from '../../policy/pure.ts';
import type { DB } from '../../schema.gen.ts';
import { conditionsOf, LEAD, type Lead } from '../lead-facts.ts';

type Tx = Transaction<DB>;

/** The same order as `byUse` has; a test holds them together. */
export const BY_USE = (now: Date) => sql`
  (x.due_at is not null and ${now}::timestamptz - x.opened_at >= (x.due_at - x.opened_at) / 2) desc, x.priority,
  (x.exploited > 0) desc, x.due_at nulls last, x.open_findings desc, x.opened_at, x.id`;

const USE = sql`x.id as "fixId", x.priority, x.exploited, x.due_at as "dueAt", x.open_findings as findings,
  x.opened_at as "openedAt"`;

/** How many tickets each team got since then. */
export async function madeSince(
  db: Kysely<DB>,
  teamIds: readonly string[],
  since: Date,
): Promise<Map<string, number>> {
  const { rows } = await sql<{ team_id: string; made: number }>`
    select team_id, count(*)::int as made from ticket
    where team_id = any(${teamIds}::uuid[]) and opened_at >= ${since} group by team_id`.execute(db);
  return new Map(rows.map(({ team_id, made }) => [team_id, made]));
}

type AskedRow = Omit<WantingTicket, 'teamId' | 'exempt'> & Lead & { continues: boolean; first: boolean };

/**
 * Fixes that want a ticket, with whether they may wait: not what `pacing.except` names, not what a team had a ticket
 * for elsewhere, and with `onboarding: at once` not what the first report of a tool brought.
 * @param teams whose ticket it would be, by the fix
 */
export async function loadWanting(
  db: Kysely<DB>,
  { pacing }: Policy,
  teams: ReadonlyMap<string, string>,
  now: Date,
): Promise<WantingTicket[]> {
  const first =
    pacing.onboarding === 'at once'
      ? sql`lead.opened_scan_id = (select s.id from v_intake_scan s where s.stream_id = lead.stream_id and s.complete
          and s.state in ('done', 'same') order by s.scanned_at, s.received_at limit 1)`
      : sql`false`;
  const { rows } = await sql<AskedRow>`
    select ${USE}, lead.finding, lead.basis, lead.clock, ${first} as first,
      exists (select from v_findings_fix m join ticket k on k.fix_id = m.id where m.moved_to_id = x.id) as continues
    from v_findings_fix x ${LEAD}
    where x.id = any(${[...teams.keys()]}::uuid[])`.execute(db);
  return rows.map(({ finding, basis, clock, continues, first, ...use }) => ({
    ...use,
    teamId: teams.get(use.fixId)!,
    exempt:
      continues ||
      first ||
      (finding !== null && pacing.except.holds(conditionsOf({ finding, basis, clock }, now))),
  }));
}

/** The most useful that wait already, as many of each team as its week has room for: they come before new ones. */
export async function loadFirstWaiting(
  db: Kysely<DB>,
  room: ReadonlyMap<string, number>,
  now: Date,
): Promise<WantingTicket[]> {
  const teams = [...room].filter(([, left]) => left > 0);
  if (teams.length === 0) return [];
  const { rows } = await sql<Omit<WantingTicket, 'exempt'>>`
    select w.* from unnest(${teams.map(([id]) => id)}::uuid[], ${teams.map(([, left]) => left)}::int[]) t(id, room)
    cross join lateral (
      select ${USE}, w.team_id as "teamId" from ticket_waiting w join v_findings_fix x on x.id = w.fix_id
      where w.team_id = t.id order by ${BY_USE(now)} limit t.room) w`.execute(db);
  return rows.map((row) => ({ ...row, exempt: false }));
}

/** The fixes that wait for a team, whose ticket it would be. */
export async function waitingOf(db: Kysely<DB>, teamId: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('ticket_waiting')
    .select('fix_id')
    .where('team_id', '=', teamId)
    .orderBy('since')
    .orderBy('fix_id')
    .execute();
  return new Map(rows.map(({ fix_id }) => [fix_id, teamId]));
}

export async function keepWaiting(
  tx: Tx,
  wait: readonly Pick<WantingTicket, 'fixId' | 'teamId'>[],
  because: string,
  now: Date,
): Promise<void> {
  if (wait.length === 0) return;
  await sql`insert into ticket_waiting as w (fix_id, team_id, since, because)
    select fix_id, team_id, ${now}, ${because}
    from unnest(${wait.map(({ fixId }) => fixId)}::uuid[], ${wait.map(({ teamId }) => teamId)}::uuid[]) t(fix_id, team_id)
    on conflict (fix_id) do update set team_id = excluded.team_id, because = excluded.because
    where (w.team_id, w.because) is distinct from (excluded.team_id, excluded.because)`.execute(tx);
}

export async function forgetWaiting(tx: Tx, fixIds: readonly string[]): Promise<void> {
  if (fixIds.length === 0) return;
  await sql`delete from ticket_waiting where fix_id = any(${fixIds}::uuid[])`.execute(tx);
}

/** What is closed, or has its ticket by another way, waits no longer. */
export async function forgetServed(db: Kysely<DB>): Promise<void> {
  await sql`delete from ticket_waiting w using v_findings_fix x where x.id = w.fix_id
    and (x.state = 'closed' or exists (select from ticket k where k.fix_id = x.id))`.execute(db);
}
