import { type Kysely, sql } from 'kysely';
import type { SecurityHome } from '../../../../contract/home.ts';
import type { DB } from '../../../schema.gen.ts';
import { count } from '../words.ts';

type Care = SecurityHome['cares'][number];

/** Counted no further: beyond that nobody counts, and the count stays cheap. */
const MOST = 1000;

/** A silent connection said nothing for so long. */
const SILENT_HOURS = 48;

interface Row {
  what: Care['what'];
  n: number;
  note: string | null;
}

/** What security looks after, each counted by an index and no further than somebody would. */
export async function caresOfSecurity(db: Kysely<DB>, now: Date): Promise<Care[]> {
  const upTo = sql`limit ${sql.lit(MOST + 1)}`;
  const { rows } = await sql<Row>`
    select 'unowned' as what, count(*)::int as n, null::text as note
      from (select 1 from v_findings_unowned_fix ${upTo}) x
    union all select 'exceptions', count(*)::int, to_char(min(asked_at) at time zone 'UTC', 'YYYY-MM-DD')
      from v_findings_exception where state = 'asked'
    union all select 'approvals', count(*)::int, to_char(min(lapses_at) at time zone 'UTC', 'YYYY-MM-DD')
      from v_ownership_waiting_approval
    union all select 'disputes', count(*)::int, to_char(min(opened_at) at time zone 'UTC', 'YYYY-MM-DD')
      from v_ownership_open_dispute
    union all select 'asks', count(*)::int, to_char(min(a.waits_since) at time zone 'UTC', 'YYYY-MM-DD')
      from v_organisation_team t join v_tickets_ask a on (a.to_team_id = t.id and a.waits_for = 'to')
      where t.kind = 'security' and a.state in ('open', 'in-progress')
    union all select 'parked', count(*)::int, max(about)
      from (select about from v_connections_parked order by id desc ${upTo}) p
    union all select 'failed', count(*)::int, max(tool)
      from (select tool from v_intake_scan where state = 'failed'
        and received_at > ${now}::timestamptz - interval '7 days' order by received_at desc ${upTo}) s
    union all select 'silent', count(*)::int, string_agg(key, ', ' order by key)
      from v_connections_standing
      where enabled and (failing
        or coalesce(last_ok_at, created_at) < ${now}::timestamptz - make_interval(hours => ${SILENT_HOURS}))
    union all select 'noisy', count(*)::int, null from v_policy_rule_trust where demoted`.execute(db);
  return rows.map(({ what, n, note }) => ({
    what,
    count: Math.min(n, MOST),
    more: n > MOST,
    note,
  }));
}

/** "12 things wait for security: 3 exceptions to decide, …" in the order in which they are looked after. Pure. */
export function caresSentence(cares: readonly Care[]): string {
  const waiting = cares.filter(({ what, count: n }) => n > 0 && what in WORDS);
  if (waiting.length === 0) return 'Nothing waits for security.';
  const [first, ...rest] = waiting.map(({ what, count: n, more }) => {
    const [one, many] = WORDS[what]!;
    return more ? `more than ${MOST.toLocaleString('en')} ${many}` : count(n, one, many);
  });
  const told = rest.length > 2 ? [...rest.slice(0, 2), `${count(rest.length - 2, 'other matter')}`] : rest;
  return told.length === 0
    ? `${capital(first!)} for security to look after.`
    : `${capital([first, ...told.slice(0, -1)].join(', '))} and ${told.at(-1)} for security to look after.`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const WORDS: Partial<Record<Care['what'], readonly [string, string]>> = {
  unowned: ['fix without an owner', 'fixes without an owner'],
  exceptions: ['exception to decide', 'exceptions to decide'],
  approvals: ['approval', 'approvals'],
  disputes: ['dispute', 'disputes'],
  asks: ['ask', 'asks'],
  parked: ['parked delivery', 'parked deliveries'],
  failed: ['failed scan', 'failed scans'],
  silent: ['silent connection', 'silent connections'],
  noisy: ['noisy rule', 'noisy rules'],
};
