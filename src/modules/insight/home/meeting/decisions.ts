import { type Kysely, sql } from 'kysely';
import type { Decision } from '../../../../contract/home.ts';
import { type IdKind, toPublicId } from '../../../../kernel/ids.ts';
import type { DB } from '../../../schema.gen.ts';
import { KIND_WORDS } from '../exception-words.ts';

/** Shown of each kind; the lists have the rest. */
const SHOWN = 20;
/** What ends so soon is spoken of before. */
const SOON = sql`interval '30 days'`;

interface Row {
  kind: Decision['kind'];
  id: string;
  finding: string | null;
  fix: string | null;
  what: string;
  who: string | null;
  awaits: string[] | null;
  since: Date;
  until: Date | null;
}

/** What champion and partner can decide, or bring about: exceptions asked for or about to end, disputes, holds. */
export async function decisionsOfTeam(
  db: Kysely<DB>,
  team: { id: string; key: string; name: string },
  now: Date,
): Promise<Decision[]> {
  const { rows } = await sql<Row>`
    (select 'exception' as kind, e.id, e.finding_id as finding, e.fix_id as fix, e.kind as what, e.asked_by as who,
      e.awaits, e.asked_at as since, null::timestamptz as until
     from v_findings_exception e where e.team_id = ${team.id} and e.state = 'asked' order by e.asked_at limit ${sql.lit(SHOWN)})
    union all
    (select 'expiring', e.id, e.finding_id, e.fix_id, e.kind, e.asked_by, null, e.asked_at, e.expires_at
     from v_findings_exception e
     where e.team_id = ${team.id} and e.state = 'granted' and e.expires_at < ${now}::timestamptz + ${SOON}
     order by e.expires_at limit ${sql.lit(SHOWN)})
    union all
    (select 'dispute', d.id, d.finding_id, null, case when d.from_team_id = ${team.id} then 'not theirs' else 'theirs' end,
      case when d.from_team_id = ${team.id} then t.name else s.name end, array[d.arbiter], d.opened_at, null
     from v_ownership_open_dispute d
     join v_organisation_team s on s.id = d.from_team_id left join v_organisation_team t on t.id = d.to_team_id
     where ${team.id} in (d.from_team_id, d.to_team_id) order by d.opened_at limit ${sql.lit(SHOWN)})
    union all
    (select 'hold', x.id, null, x.id, 'held', null, null, h.since, h.review_at
     from v_findings_fix x join v_tickets_hold h on h.fix_id = x.id
     where x.owner_team_id = ${team.id} and x.state = 'open' and x.route = 'hold'
       and h.review_at < ${now}::timestamptz + ${SOON}
     order by h.review_at limit ${sql.lit(SHOWN)})`.execute(db);
  const titles = await titlesOf(db, rows);
  return rows.map((row) => ({
    kind: row.kind,
    id: toPublicId(ID_KIND[row.kind], row.id),
    title: titles.get(row.finding ?? '') ?? titles.get(row.fix ?? '') ?? 'A weakness',
    because: becauseOf(row, team.name),
    team: { key: team.key, name: team.name },
    since: row.since.toISOString(),
    until: row.until?.toISOString() ?? null,
  }));
}

async function titlesOf(db: Kysely<DB>, rows: readonly Row[]): Promise<ReadonlyMap<string, string>> {
  if (rows.length === 0) return new Map();
  const named = await sql<{ id: string; title: string }>`
    select id, title from v_findings_finding where id = any(${rows.flatMap(({ finding }) => finding ?? [])}::uuid[])
    union all
    select id, title from v_findings_fix where id = any(${rows.flatMap(({ fix }) => fix ?? [])}::uuid[])`.execute(
    db,
  );
  return new Map(named.rows.map(({ id, title }) => [id, title]));
}

const ID_KIND: Record<Decision['kind'], IdKind> = {
  exception: 'exception',
  expiring: 'exception',
  dispute: 'dispute',
  hold: 'fix',
};

/** Pure. */
function becauseOf(
  { kind, what, who, awaits }: Pick<Row, 'kind' | 'what' | 'who' | 'awaits'>,
  team: string,
): string {
  switch (kind) {
    case 'exception':
      return `${who} asks to ${KIND_WORDS[what] ?? what}; waits for ${(awaits ?? []).join(', ') || 'a decision'}`;
    case 'expiring':
      return `The exception ends; until then ${who} may ask to extend it`;
    case 'dispute':
      return what === 'theirs'
        ? `${who} says that it is ${team}’s; ${awaits?.[0] ?? 'security'} decides`
        : `${team} says that it is ${who === null ? 'not theirs' : `${who}’s`}; ${awaits?.[0] ?? 'security'} decides`;
    case 'hold':
      return 'The policy holds it: does it go on, or does the team get the ticket?';
  }
}
