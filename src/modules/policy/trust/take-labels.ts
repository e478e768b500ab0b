import { sql, type Transaction } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import { MACHINE, type RuleKey } from './label-store.ts';

type Tx = Transaction<DB>;

/** A transaction that began earlier may bring older ids later: so far back events are looked at again. */
const OVERLAP_MS = 2 * 60 * 60 * 1000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Takes what scans proved fixed since the last time as labels, once per finding, in one statement. Events carry ids
 * that sort by time, so only new ones are read.
 */
export async function takeFixed(tx: Tx, since: Date): Promise<void> {
  const last = await tx
    .selectFrom('trust_taken')
    .select('event_id')
    .where('kind', '=', 'fixed')
    .executeTakeFirst();
  await sql`
    insert into trust_label as l (id, tool, rule, finding_id, fix_id, word, channel, actor, at)
    select distinct on (f.id) gen_random_uuid(), r.tool, r.key, f.id, f.fix_id, 'fixed', 'scan', ${MACHINE}, e.at
    from v_findings_event e
    join v_findings_finding f on f.id = e.finding_id and f.kind <> 'manual'
    join v_findings_rule r on r.id = f.rule_id
    where e.id > ${last ? before(last.event_id) : FIRST}::uuid and e.kind = 'fixed' and e.scan_id is not null
      and e.at > ${since}
    order by f.id, e.at desc
    on conflict (finding_id, actor) where undone_at is null
      do update set at = excluded.at, fix_id = excluded.fix_id where excluded.at > l.at`.execute(tx);
  await sql`
    insert into trust_taken (kind, event_id) select 'fixed', id from v_findings_event order by id desc limit 1
    on conflict (kind) do update set event_id = excluded.event_id`.execute(tx);
}

/** The first id of UUIDv7 that could have been made so much earlier. */
function before(id: string): string {
  const ms = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16) - OVERLAP_MS;
  const hex = Math.max(0, ms).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/**
 * A false positive that was granted is the word of whoever asked for it, on the finding on which they asked; it goes
 * when the exception is revoked. Whatever they said of it later stands.
 * @param only one exception; null = all of the window
 */
export async function takeExceptions(
  tx: Tx,
  since: Date,
  now: Date,
  only: string | null = null,
): Promise<void> {
  const asked = only === null ? sql`true` : sql`e.id = ${only}`;
  const granted = sql`
    from v_findings_exception e join v_findings_finding f on f.id = e.finding_id and f.kind <> 'manual'
    where e.kind = 'false-positive' and e.state = 'granted' and e.decided_at > ${since} and ${asked}
      and not exists (select from trust_label k
        where k.finding_id = e.finding_id and k.actor = e.asked_by and (k.at > e.decided_at
          or (k.channel = 'exception' and k.at = e.decided_at)))`;
  await sql`
    update trust_label l set undone_at = ${now}
    where l.undone_at is null and (l.finding_id, l.actor) in (select e.finding_id, e.asked_by ${granted})`.execute(
    tx,
  );
  await sql`
    insert into trust_label (id, tool, rule, finding_id, fix_id, word, channel, actor, reason, at)
    select distinct on (e.finding_id, e.asked_by) gen_random_uuid(), r.tool, r.key, e.finding_id, e.fix_id,
      'not-useful', 'exception', e.asked_by, e.reason, e.decided_at
    from (select e.finding_id, e.asked_by, e.reason, e.decided_at, f.rule_id, f.fix_id ${granted}) e
    join v_findings_rule r on r.id = e.rule_id
    order by e.finding_id, e.asked_by, e.decided_at desc
    on conflict (finding_id, actor) where undone_at is null do nothing`.execute(tx);
  const told =
    only === null
      ? sql`true`
      : sql`l.finding_id = (select finding_id from v_findings_exception where id = ${only})`;
  await sql`
    update trust_label l set undone_at = ${now}
    where l.channel = 'exception' and l.undone_at is null and ${told} and not exists (
      select from v_findings_exception e where e.finding_id = l.finding_id and e.kind = 'false-positive'
        and e.state in ('granted', 'expired'))`.execute(tx);
}

/** The rule of the finding on which an exception was asked; none for what a person found by hand. */
export async function rulesOfException(tx: Tx, id: string): Promise<RuleKey[]> {
  const { rows } = await sql<RuleKey>`
    select r.tool, r.key as rule from v_findings_exception e
    join v_findings_finding f on f.id = e.finding_id and f.kind <> 'manual'
    join v_findings_rule r on r.id = f.rule_id where e.id = ${id} and e.kind = 'false-positive'`.execute(tx);
  return rows;
}
