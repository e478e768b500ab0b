import { type Kysely, sql, type Transaction } from 'kysely';
import { addressCalled } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import { LEAD, type Lead } from '../lead-facts.ts';
import type { TeamPeople } from './told.ts';

/** A rule in numbers that the database can count with: nothing speaks before `share` of the time or `offset` from the date. */
export interface CoarseRule {
  id: string;
  share: number | null;
  /** Seconds from the date, less than 0 before it. */
  offset: number;
  /** Priorities for which its condition can hold. */
  priorities: number[];
}

export interface NearFix extends Lead, TeamPeople {
  id: string;
  ticketId: string;
  ticketKey: string;
  teamId: string;
  openedAt: Date;
  dueAt: Date;
  /** Rules that were told of this date. */
  told: string[];
}

/** Fixes with an open ticket of which some rule may speak now, in the order of their ids. */
export async function nearFixes(
  db: Kysely<DB>,
  rules: readonly CoarseRule[],
  { after, now, limit }: { after: string; now: Date; limit: number },
): Promise<NearFix[]> {
  const { rows } = await sql<NearFix>`
    with rules as (select * from jsonb_to_recordset(${JSON.stringify(rules)}::jsonb)
      r(id text, share float8, "offset" float8, priorities int[]))
    select x.id, k.id as "ticketId", k.queue || '-' || k.number as "ticketKey", k.team_id as "teamId",
      x.opened_at as "openedAt", x.due_at as "dueAt", t.name as team, ${addressCalled(sql.ref('k.assignee'))} as assignee,
      t.champion, t.manager, u.leader,
      t.partner, lead.finding, lead.basis, lead.clock,
      array(select e.rule from escalation e where e.fix_id = x.id and e.due_at = x.due_at) as told
    from v_findings_fix x
    join ticket k on k.fix_id = x.id and k.state in ('open', 'in-progress')
    join v_organisation_team t on t.id = k.team_id
    left join v_organisation_unit u on u.key = t.unit_key ${LEAD}
    where x.state = 'open' and x.due_at is not null and x.id > ${after}
      and exists (select from rules r where x.priority = any(r.priorities)
        and case when r.share is null then x.due_at + make_interval(secs => r."offset")
            else x.opened_at + (x.due_at - x.opened_at) * r.share end <= ${now}
        and not exists (select from escalation e where e.fix_id = x.id and e.rule = r.id and e.due_at = x.due_at))
    order by x.id limit ${limit}`.execute(db);
  return rows;
}

/** Names by address, of those who have an account. */
export async function namesOf(db: Kysely<DB>, emails: readonly string[]): Promise<Map<string, string>> {
  if (emails.length === 0) return new Map();
  const { rows } = await sql<{ email: string; name: string }>`
    select email, name from v_access_person where email = any(${[...emails]}::text[]) and active`.execute(db);
  return new Map(rows.map(({ email, name }) => [email, name]));
}

export interface EscalationRow {
  fix_id: string;
  rule: string;
  due_at: Date;
  at: Date;
  told: string[];
  note: string;
}

/** @returns those that nobody has written before: what is told is told once, also by two jobs */
export async function keepEscalations(
  tx: Transaction<DB>,
  rows: readonly EscalationRow[],
): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const kept = await sql<{ fix_id: string; rule: string }>`
    insert into escalation (fix_id, rule, due_at, at, told, note)
    select fix_id, rule, due_at, at, told, note from jsonb_populate_recordset(null::escalation, ${JSON.stringify(rows)}::jsonb)
    on conflict do nothing returning fix_id, rule`.execute(tx);
  return new Set(kept.rows.map(({ fix_id, rule }) => `${fix_id} ${rule}`));
}
