import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { listWaitingQuery, WaitingFix } from '../../../contract/pacing.ts';
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

/** One reason to wait, and all who wait for it, in the columns of `COLUMNS`. */
interface Waiting {
  kind: WaitingFix['kind'];
  rows: RawBuilder<unknown>;
}

/** In the order of the list; of one team, the same as its places. */
const ORDER = sql`look_again desc, priority, due_at nulls last, (kind = 'paced'), use, id`;

/**
 * A page of fixes without a ticket, with how many there are. All who wait are gathered once, by what the order and the
 * count need; places, titles and reasons are looked up for the page alone.
 */
export async function loadWaiting(db: Kysely<DB>, query: Query, offset: number, now: Date): Promise<Row[]> {
  const asked = reasonsToWait(query, now);
  if (asked.length === 0) return [];
  const { rows } = await sql<Row>`
    with ${sql.join(
      asked.map((reason) => sql`${sql.ref(reason.kind)} as materialized (${reason.rows})`),
      sql`, `,
    )}, page as (
      select * from (${sql.join(
        asked.map(({ kind }) => sql`select ${COLUMNS} from ${sql.ref(kind)}`),
        sql` union all `,
      )}) w order by ${ORDER} limit ${query.limit + 1} offset ${offset}
    ), place as (${placesOf(asked)})
    select w.*, coalesce(p.position, 0) as position, coalesce(p.of, 0) as of,
      (${sql.join(
        asked.map(({ kind }) => sql`(select count(*) from ${sql.ref(kind)})`),
        sql` + `,
      )})::int as total,
      x.title, t.key as team_key, t.name as team_name, x.target_kind, x.target_key,
      x.open_findings as findings, b.name as base_owner, lead.because as reasons
    from page w
    join v_findings_fix x on x.id = w.id
    join v_organisation_team t on t.id = w.team_id
    left join place p on p.fix_id = w.id
    left join v_organisation_team b on b.id = w.base_team
    left join lateral (
      select d.because from v_findings_row f join v_findings_reason d on d.id = f.decision_reason_id
      where w.kind = 'held' and f.fix_id = w.id and not f.closed
      order by f.priority, f.due, f.id limit 1) lead on true
    order by w.look_again desc, w.priority, w.due_at nulls last, (w.kind = 'paced'), w.use, w.id`.execute(db);
  return rows;
}

const COLUMNS = sql`id, kind, team_id, since, because, base_key, base_team, review_at, look_again, reviews, priority,
  due_at, use`;

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
    select w.fix_id as id, 'paced' as kind, w.team_id, w.since, w.because, null::text as base_key,
      null::uuid as base_team, null::timestamptz as review_at, false as look_again, 0 as reviews, x.priority, x.due_at,
      row_number() over (order by ${BY_USE(now)}) as use
    from ticket_waiting w join v_findings_fix_row x on x.id = w.fix_id where ${ofTeam(query, sql`w.team_id`)}`,
});

function held(query: Query, now: Date): Waiting {
  const reviewAt = sql`coalesce(h.review_at, x.review_at)`;
  return {
    kind: 'held',
    rows: sql`
      select x.id, 'held' as kind, x.owner_team_id as team_id, coalesce(h.since, x.opened_at) as since,
        null::text as because, null::text as base_key, null::uuid as base_team, ${reviewAt} as review_at,
        (${reviewAt} <= ${now}) is true as look_again, coalesce(h.reviews, 0) as reviews, x.priority, x.due_at,
        0::bigint as use
      from v_findings_fix_row x left join ticket_hold h on h.fix_id = x.id
      where x.state = 'open' and x.route = 'hold' and h.released_at is null and ${ofTeam(query, sql`x.owner_team_id`)}
        and ${query.lookAgain ? sql`${reviewAt} <= ${now}` : sql`true`}
        and not exists (select from ticket k where k.fix_id = x.id)`,
  };
}

const waitsForBase = (query: Query): Waiting => ({
  kind: 'base',
  rows: sql`
    select x.id, 'base' as kind, x.owner_team_id as team_id, x.opened_at as since, null::text as because,
      b.key as base_key, b.owner_team_id as base_team, null::timestamptz as review_at, false as look_again,
      0 as reviews, x.priority, x.due_at, 0::bigint as use
    from v_findings_fix_row x join v_findings_fix_base b on b.fix_id = x.id
    where x.base_target_id is not null and b.waits and x.state = 'open' and x.route <> 'hold'
      and ${ofTeam(query, sql`x.owner_team_id`)} and not exists (select from ticket k where k.fix_id = x.id)`,
});

const ofTeam = ({ team }: Query, column: RawBuilder<unknown>): RawBuilder<unknown> =>
  team === undefined ? sql`true` : sql`${column} = (select id from v_organisation_team where key = ${team})`;
