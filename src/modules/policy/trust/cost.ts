import { sql, type Transaction } from 'kysely';
import type { DB } from '../../schema.gen.ts';

/**
 * Counts what each rule asked of developers in the window: findings of a fix that has a ticket, from the moment when
 * both were there. What waited from the beginning, what was gone before its ticket came, and what another tool leads
 * asked nobody.
 */
export async function countAsked(tx: Transaction<DB>, since: Date): Promise<void> {
  await sql`
    with asked as (
      select r.tool, r.key as rule, count(*)::int as asked
      from v_tickets_ticket k
      join v_findings_finding f on f.fix_id = k.fix_id
      join v_findings_rule r on r.id = f.rule_id
      where greatest(k.opened_at, f.opened_at) > ${since} and f.lead_id is null and f.kind <> 'manual'
        and not (f.route = 'hold' and f.opened_at > k.opened_at) and not (f.state = 'fixed' and f.changed_at < k.opened_at)
      group by r.tool, r.key
    ), gone as (
      update rule_measure m set asked = 0
      where m.asked > 0 and not exists (select from asked a where a.tool = m.tool and a.rule = m.rule)
    )
    insert into rule_measure as m (tool, rule, asked) select tool, rule, asked from asked
    on conflict (tool, rule) do update set asked = excluded.asked where m.asked <> excluded.asked`.execute(
    tx,
  );
}

/** Hours that so many findings ask, at the minutes that the policy reckons with; to a tenth. */
export const hoursOf = (findings: number, minutesPerFinding: number): number =>
  Math.round((findings * minutesPerFinding) / 6) / 10;
