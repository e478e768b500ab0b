import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { listWaitingQuery, WaitingFix } from '../../../contract/pacing.ts';
import { pageOf } from '../../../platform/database/page-of.ts';
import type { DB } from '../../schema.gen.ts';
import { BY_USE } from '../pacing/store.ts';

type Query = z.output<typeof listWaitingQuery>;

export interface Row {
  id: string;
  kind: WaitingFix['kind'];
  title: string;
  team_id: string;
  team_key: string;
  team_name: string;
  target_kind: WaitingFix['target']['kind'];
  target_key: string;
  priority: number;
  due_at: Date | null;
  findings: number;
  since: Date;
  because: string | null;
  position: number;
  of: number;
  base_key: string | null;
  base_owner: string | null;
  reasons: string[] | null;
  review_at: Date | null;
  look_again: boolean;
  reviews: number;
  total: number;
}

/** One reason to wait, and all who wait for it: as little of each as order and count need. */
interface Waiting {
  kind: WaitingFix['kind'];
  /** Columns: id, team_id, priority, due_at, look_again, use. */
  rows: RawBuilder<unknown>;
}

const orderOf = (alias: string): RawBuilder<unknown> => {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql`${column('look_again')} desc, ${column('priority')}, ${column('due_at')} nulls last,
    (${column('kind')} = 'paced'), ${column('use')}, ${column('id')}`;
};

/**
 * A page of fixes without a ticket, with how many there are. All who wait are gathered once; all else is looked up for
 * the page alone. In the order of the list, which within a team is that of its places.
 */
export async function loadWaiting(db: Kysely<DB>, query: Query, offset: number, now: Date): Promise<Row[]> {
  const asked = reasonsToWait(query, now);
  if (asked.length === 0) return [];
  const { rows } = await sql<Omit<Row, 'base_key' | 'base_owner'>>`
    with ${sql.join(
      asked.map((reason) => sql`${sql.ref(reason.kind)} as materialized (${reason.rows})`),
      sql`, `,
    )}, page as (
      select * from (${sql.join(
        asked.map(({ kind }) => sql`select *, ${sql.lit(kind)} as kind from ${sql.ref(kind)}`),
        sql` union all `,
      )}) w order by ${orderOf('w')} ${pageOf(query.limit + 1, offset)}
    ), place as (${placesOf(asked)})
    select p.id, p.kind, p.team_id, p.priority, p.due_at, p.look_again,
      coalesce(w.since, h.since, x.opened_at) as since, w.because,
      case when p.kind = 'held' then ${reviewAt} end as review_at,
      case when p.kind = 'held' then coalesce(h.reviews, 0) else 0 end as reviews,
      coalesce(place.position, 0) as position, coalesce(place.of, 0) as of,
      (${sql.join(
        asked.map(({ kind }) => sql`(select count(*) from ${sql.ref(kind)})`),
        sql` + `,
      )})::int as total,
      x.title, t.key as team_key, t.name as team_name, x.target_kind, x.target_key,
      x.open_findings as findings, lead.because as reasons
    from page p
    join v_findings_fix x on x.id = p.id
    join v_organisation_team t on t.id = p.team_id
    left join place on place.fix_id = p.id
    left join ticket_waiting w on p.kind = 'paced' and w.fix_id = p.id
    left join ticket_hold h on p.kind = 'held' and h.fix_id = p.id
    left join lateral (
      select d.because from v_findings_row f join v_findings_reason d on d.id = f.decision_reason_id
      where p.kind = 'held' and f.fix_id = p.id and not f.closed
      order by f.priority, f.due, f.id limit 1) lead on true
    order by ${orderOf('p')}`.execute(db);
  const bases = await basesOf(
    db,
    rows.flatMap(({ id, kind }) => (kind === 'base' ? id : [])),
  );
  return rows.map((row) => ({ ...row, ...(bases.get(row.id) ?? { base_key: null, base_owner: null }) }));
}

/** The images that fixes wait for, and who mends them. */
async function basesOf(
  db: Kysely<DB>,
  ids: readonly string[],
): Promise<Map<string, Pick<Row, 'base_key' | 'base_owner'>>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string } & Pick<Row, 'base_key' | 'base_owner'>>`
    select b.fix_id as id, b.key as base_key, t.name as base_owner
    from v_findings_fix_base b left join v_organisation_team t on t.id = b.owner_team_id
    where b.fix_id = any(${[...ids]}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, ...base }) => [id, base]));
}

/** When a hold is looked at again. */
const reviewAt = sql`coalesce(h.review_at, x.review_at)`;

/** Which place those of the page have in the queue of their team. */
const placesOf = (asked: readonly Waiting[]): RawBuilder<unknown> =>
  asked.some(({ kind }) => kind === 'paced')
    ? sql`
      select id as fix_id, (row_number() over (partition by team_id order by use))::int as position,
        (count(*) over (partition by team_id))::int as of
      from paced where team_id in (select team_id from page where kind = 'paced')`
    : sql`select null::uuid as fix_id, 0 as position, 0 as of where false`;

/** None when the filters leave nothing. */
function reasonsToWait(query: Query, now: Date): Waiting[] {
  return [paced(query, now), held(query, now), waitsForBase(query)].filter(
    ({ kind }) => (query.kind ?? kind) === kind && (!query.lookAgain || kind === 'held'),
  );
}

const paced = (query: Query, now: Date): Waiting => ({
  kind: 'paced',
  rows: sql`
    select x.id, w.team_id, x.priority, x.due_at, false as look_again, row_number() over (order by ${BY_USE(now)}) as use
    from ticket_waiting w join v_findings_fix_row x on x.id = w.fix_id where ${ofTeam(query, sql`w.team_id`)}`,
});

const held = (query: Query, now: Date): Waiting => ({
  kind: 'held',
  rows: sql`
    select x.id, x.owner_team_id as team_id, x.priority, x.due_at, (${reviewAt} <= ${now}) is true as look_again,
      0::bigint as use
    from v_findings_fix_row x left join ticket_hold h on h.fix_id = x.id
    where x.state = 'open' and x.route = 'hold' and h.released_at is null and ${ofTeam(query, sql`x.owner_team_id`)}
      and ${query.lookAgain ? sql`${reviewAt} <= ${now}` : sql`true`}
      and not exists (select from ticket k where k.fix_id = x.id)`,
});

const waitsForBase = (query: Query): Waiting => ({
  kind: 'base',
  rows: sql`
    select x.id, x.owner_team_id as team_id, x.priority, x.due_at, false as look_again, 0::bigint as use
    from v_findings_fix_row x join v_findings_fix_base b on b.fix_id = x.id
    where x.base_target_id is not null and b.waits and x.state = 'open' and x.route <> 'hold'
      and ${ofTeam(query, sql`x.owner_team_id`)} and not exists (select from ticket k where k.fix_id = x.id)`,
});

const ofTeam = ({ team }: Query, column: RawBuilder<unknown>): RawBuilder<unknown> =>
  team === undefined ? sql`true` : sql`${column} = (select id from v_organisation_team where key = ${team})`;
