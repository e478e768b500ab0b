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

/** One reason to wait: where it is kept, and how many wait for it. */
interface Waiting {
  kind: WaitingFix['kind'];
  rows: RawBuilder<unknown>;
  count: RawBuilder<unknown>;
}

/** In the order of the list; of one team, the same as its places. */
const ORDER = sql`look_again desc, priority, due_at nulls last, (kind = 'paced'), use, id`;

/**
 * A page of fixes without a ticket, with how many there are. Each reason hands over what can be on the page at all, and
 * places, titles and reasons are looked up for the page alone.
 */
export async function loadWaiting(db: Kysely<DB>, query: Query, offset: number, now: Date): Promise<Row[]> {
  const upTo = offset + query.limit + 1;
  const asked = reasonsToWait(query, now);
  if (asked.length === 0) return [];
  const places = asked.some(({ kind }) => kind === 'paced') ? ofTeam(query, sql`w.team_id`) : sql`false`;
  const { rows } = await sql<Row>`
    with paced as materialized (
      select w.fix_id, w.team_id, w.since, w.because, x.priority, x.due_at, row_number() over (order by ${BY_USE(now)}) as use
      from ticket_waiting w join v_findings_fix_row x on x.id = w.fix_id where ${places}
    ), page as (
      select * from (${sql.join(
        asked.map(({ rows }) => sql`(select * from (${rows}) o order by ${ORDER} limit ${upTo})`),
        sql` union all `,
      )}) w order by ${ORDER} limit ${query.limit + 1} offset ${offset}
    ), place as (
      select fix_id, (row_number() over (partition by team_id order by use))::int as position,
        (count(*) over (partition by team_id))::int as of
      from paced where team_id in (select team_id from page where kind = 'paced')
    )
    select w.*, coalesce(p.position, 0) as position, coalesce(p.of, 0) as of,
      (${sql.join(
        asked.map(({ count }) => sql`(${count})`),
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
      select d.because from v_findings_finding f join v_findings_reason d on d.id = f.decision_reason_id
      where w.kind = 'held' and f.fix_id = w.id and f.state in ('open', 'reopened')
      order by f.priority, coalesce(f.due_at, 'infinity'), f.id limit 1) lead on true
    order by w.look_again desc, w.priority, w.due_at nulls last, (w.kind = 'paced'), w.use, w.id`.execute(db);
  return rows;
}

/** None when the filters leave nothing. */
function reasonsToWait(query: Query, now: Date): Waiting[] {
  return [paced(query), held(query, now), waitsForBase(query)].filter(
    ({ kind }) => (query.kind ?? kind) === kind && (!query.lookAgain || kind === 'held'),
  );
}

const paced = (query: Query): Waiting => ({
  kind: 'paced',
  rows: sql`
    select fix_id as id, 'paced' as kind, team_id, since, because, null::text as base_key, null::uuid as base_team,
      null::timestamptz as review_at, false as look_again, 0 as reviews, priority, due_at, use
    from paced`,
  count: sql`select count(*) from ticket_waiting w where ${ofTeam(query, sql`w.team_id`)}`,
});

/** Whether there is a ticket after all is asked last, and in their order, until the page is full. */
function held(query: Query, now: Date): Waiting {
  const reviewAt = sql`coalesce(h.review_at, x.review_at)`;
  const noTicket = (id: RawBuilder<unknown>) => sql`not exists (select from ticket k where k.fix_id = ${id})`;
  const holds = sql`v_findings_fix_row x left join ticket_hold h on h.fix_id = x.id
    where x.state = 'open' and x.route = 'hold' and h.released_at is null and ${ofTeam(query, sql`x.owner_team_id`)}
      and ${query.lookAgain ? sql`${reviewAt} <= ${now}` : sql`true`}`;
  return {
    kind: 'held',
    rows: sql`
      select * from (
        select x.id, 'held' as kind, x.owner_team_id as team_id, coalesce(h.since, x.opened_at) as since,
          null::text as because, null::text as base_key, null::uuid as base_team, ${reviewAt} as review_at,
          (${reviewAt} <= ${now}) is true as look_again, coalesce(h.reviews, 0) as reviews, x.priority, x.due_at,
          0::bigint as use
        from ${holds} order by look_again desc, priority, due_at nulls last, id offset 0) h
      where ${noTicket(sql`h.id`)}`,
    count: sql`select count(*) from ${holds} and ${noTicket(sql`x.id`)}`,
  };
}

function waitsForBase(query: Query): Waiting {
  const waits = sql`v_findings_fix_row x join v_findings_fix_base b on b.fix_id = x.id
    where x.base_target_id is not null and b.waits and x.state = 'open' and x.route <> 'hold'
      and ${ofTeam(query, sql`x.owner_team_id`)} and not exists (select from ticket k where k.fix_id = x.id)`;
  return {
    kind: 'base',
    rows: sql`
      select x.id, 'base' as kind, x.owner_team_id as team_id, x.opened_at as since, null::text as because,
        b.key as base_key, b.owner_team_id as base_team, null::timestamptz as review_at, false as look_again,
        0 as reviews, x.priority, x.due_at, 0::bigint as use
      from ${waits}`,
    count: sql`select count(*) from ${waits}`,
  };
}

const ofTeam = ({ team }: Query, column: RawBuilder<unknown>): RawBuilder<unknown> =>
  team === undefined ? sql`true` : sql`${column} = (select id from v_organisation_team where key = ${team})`;
