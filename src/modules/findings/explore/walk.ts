import { type Kysely, type RawBuilder, sql } from 'kysely';
import { PRIORITIES } from '../../../kernel/decision.ts';
import type { DB } from '../../schema.gen.ts';
import type { Conditions } from './conditions.ts';
import { behind, behindInGroup, DUE, IN_ORDER, PLACE, type Place } from './place.ts';
import { CLOSED, type Group, groupTag } from './tags.ts';
import { KEPT_WORDS, WORDS } from './words.ts';

/** Everything a list is read with. */
export interface Reading {
  db: Kysely<DB>;
  conditions: Conditions;
}

const allOf = (conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  conditions.length > 0 ? sql.join([...conditions], sql` and `) : sql`true`;

/** Said so that the index is seen to hold it: `= false` would be rewritten into what it does not. */
const inGroup = ({ closed, priority }: Group): RawBuilder<unknown> =>
  sql`${CLOSED} is ${closed ? sql`true` : sql`false`} and f.priority = ${priority}::smallint`;

/** @param group where only such are looked at: then the index of their order begins there */
const dueRange = ({ dueBefore, dueFrom }: Conditions, group?: Group): RawBuilder<unknown>[] => {
  const from = group ? sql`${DUE} >= ${dueFrom}` : sql`(${CLOSED} or ${DUE} >= ${dueFrom})`;
  return [...(dueBefore ? [sql`${DUE} < ${dueBefore}`] : []), ...(dueFrom && !group?.closed ? [from] : [])];
};

const ofTeams = ({ teamIds }: Conditions): RawBuilder<unknown>[] =>
  teamIds ? [sql`f.owner_team_id = any(${teamIds}::uuid[])`] : [];

/** What each row is asked, with its words last: they are the dearest. */
const asked = ({ rows, words }: Conditions): RawBuilder<unknown>[] =>
  words.length === 0 ? [...rows] : [...rows, holdsWords(KEPT_WORDS, words)];

/** PostgreSQL makes letters small, in the pattern as in what is kept: it and the page may differ about `İ`. */
const holdsWords = (text: RawBuilder<unknown>, words: readonly string[]): RawBuilder<unknown> =>
  sql`${text} like all(array[${sql.join(words.map((word) => sql`lower(${word})`))}])`;

/** Findings of a group from a place on, by the index of their order; of one team by that of its queue. */
function stretch({ conditions }: Reading, group: Group, after: Place | null): RawBuilder<unknown> {
  const { teamIds } = conditions;
  const ofTeam = teamIds?.length === 1 ? [sql`f.owner_team_id = ${teamIds[0]}::uuid`] : [];
  const where = allOf([
    inGroup(group),
    ...ofTeam,
    ...dueRange(conditions, group),
    ...(after ? [behindInGroup(after)] : []),
  ]);
  return sql`select f.*, ${DUE} as place_due from finding f where ${where} order by place_due, f.id`;
}

/** What was met on a stretch, and where it ended; null = with its group. */
export interface Walked {
  met: Place[];
  end: Place | null;
}

/** Looks, in the order in which they come so that it can stop there, at the next `window` findings of a group, until `limit` of them match. */
export async function walk(
  reading: Reading,
  group: Group,
  after: Place | null,
  { window, limit }: { window: number; limit: number },
): Promise<Walked> {
  const { db, conditions } = reading;
  const { teamIds } = conditions;
  const where = allOf([...asked(conditions), ...(teamIds && teamIds.length > 1 ? ofTeams(conditions) : [])]);
  const { rows } = await sql<Place & { met: boolean; n: number }>`
    select f.id, f.closed, f.priority, f.due, f.met, f.n from (
      select ${PLACE}, f.place_due, coalesce(${where}, false) as met,
        row_number() over (order by f.place_due, f.id)::int as n
      from (${stretch(reading, group, after)} limit ${window}::int) f
    ) f where f.met or f.n = ${window}::int order by f.place_due, f.id limit ${limit}::int`.execute(db);
  const last = rows.at(-1);
  return { met: rows.filter(({ met }) => met), end: last?.n === window ? last : null };
}

/** Several teams and nothing else: the queues of each, side by side. */
export async function walkQueues(
  { db, conditions }: Reading,
  group: Group,
  after: Place | null,
  limit: number,
): Promise<Place[]> {
  const where = allOf([
    sql`f.owner_team_id = q.team_id`,
    inGroup(group),
    ...dueRange(conditions, group),
    ...(after ? [behindInGroup(after)] : []),
  ]);
  const { rows } = await sql<Place>`
    select f.id, f.closed, f.priority, f.due from unnest(${conditions.teamIds}::uuid[]) as q(team_id)
    cross join lateral (
      select ${PLACE}, ${DUE} as place_due from finding f where ${where} order by place_due, f.id limit ${limit}::int
    ) f
    order by f.place_due, f.id limit ${limit}::int`.execute(db);
  return rows;
}

/**
 * Those that an index of findings names at once: fetched, and put in order.
 * @param atMost so many are worth bringing; all where it is not said
 * @returns null when there are more than that
 */
export async function fetchDirect(
  { db, conditions }: Reading,
  groups: readonly Group[],
  after: Place | null,
  { limit, atMost }: { limit: number; atMost?: number },
): Promise<Place[] | null> {
  const where = allOf([
    ...asked(conditions),
    ...ofTeams(conditions),
    ...dueRange(conditions),
    ...(after ? [behind(after)] : []),
    inGroups(groups),
  ]);
  const { rows } = await sql<Place & { found: number }>`
    with f as materialized (
      select f.* from finding f where ${conditions.direct} ${atMost === undefined ? sql`` : sql`limit ${atMost + 1}::int`}
    ), counted as materialized (select count(*)::int as n from f)
    select p.id, p.closed, p.priority, p.due, c.n as found from counted c left join lateral (
      select ${PLACE}, row_number() over (order by ${IN_ORDER}) as n from f
      where ${atMost === undefined ? sql`true` : sql`c.n <= ${atMost}::int`} and ${where}
      order by ${IN_ORDER} limit ${limit}::int
    ) p on true order by p.n`.execute(db);
  return rows[0]!.found > (atMost ?? Number.POSITIVE_INFINITY) ? null : rows.filter(({ id }) => id !== null);
}

const inGroups = (groups: readonly Group[]): RawBuilder<unknown> =>
  sql`(${CLOSED}, f.priority) in (${sql.join(
    groups.map(({ closed, priority }) => sql`(${closed}::boolean, ${priority}::smallint)`),
  )})`;

export interface Gathering {
  limit: number;
  /** So many are worth bringing all at once. */
  atMost: number;
}

/** Those of groups that share all the tags, in order. @returns null when too many do */
export const gatherTagged = (
  reading: Reading,
  groups: readonly Group[],
  after: Place | null,
  gathering: Gathering,
) =>
  gather(reading, groups, after, gathering, {
    index: sql`select x.finding_id, null::text as text from finding_facet x
      where ${tagged(reading.conditions, groups)} and ${isKept(sql`x.finding_id`)}`,
    asked: asked(reading.conditions),
  });

interface Plan {
  'Plan Rows': number;
  Plans?: Plan[];
}

/**
 * How many texts may hold all the words, as PostgreSQL expects without looking. It takes words for strangers to each
 * other, while those that are asked for together often stand together: between that and the rarest of them.
 */
export async function expectWorded({ db, conditions }: Reading): Promise<number> {
  const { patterns } = conditions;
  const each = [allPatterns(patterns), ...patterns.map((pattern) => allPatterns([pattern]))];
  const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: Plan }] }>`
    explain (format json) ${sql.join(
      each.map((where) => sql`select from finding_text t where ${where}`),
      sql` union all `,
    )}`.execute(db);
  const [all, ...alone] = (rows[0]!['QUERY PLAN'][0].Plan.Plans ?? []).map((plan) => plan['Plan Rows']);
  return all === undefined ? Number.POSITIVE_INFINITY : Math.sqrt(all * Math.min(...alone));
}

const allPatterns = (patterns: readonly string[]): RawBuilder<unknown> =>
  allOf(patterns.map((pattern) => sql`t.text like lower(${pattern})`));

/** Those of all groups that hold the words, in order. @returns null when too many texts may hold them */
export const gatherWorded = (
  reading: Reading,
  groups: readonly Group[],
  after: Place | null,
  gathering: Gathering,
) =>
  gather(reading, groups, after, gathering, {
    index: sql`select t.finding_id, t.text from finding_text t
      where ${allPatterns(reading.conditions.patterns)} and ${isKept(sql`t.finding_id`)}`,
    asked: [
      ...reading.conditions.rows,
      holdsWords(sql`coalesce(found.text, ${WORDS})`, reading.conditions.words),
    ],
  });

/** Whether what is kept for searching is what the row says. */
const isKept = (id: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`${id} not in (select finding_id from finding_text_wanted)`;

/**
 * What an index brings, and what it does not know yet: each is looked at, as the row is now.
 * @param from.asked what `finding f` has to be, `found` with what the index keeps of it
 */
async function gather(
  { db, conditions }: Reading,
  groups: readonly Group[],
  after: Place | null,
  { limit, atMost }: Gathering,
  from: { index: RawBuilder<unknown>; asked: readonly RawBuilder<unknown>[] },
): Promise<Place[] | null> {
  const where = allOf([
    ...from.asked,
    ...ofTeams(conditions),
    ...dueRange(conditions),
    ...(after ? [behind(after)] : []),
    inGroups(groups),
  ]);
  // Matching is planned as if all were wanted, by the indexes, and stops at the limit all the same. The lateral join
  // fetches row by row: whatever is guessed of their number, the table is never read through.
  const { rows } = await sql<Place & { found: number }>`
    with matching as materialized (
        select finding_id, null::text as text from finding_text_wanted union all ${from.index}
      ),
      found as materialized (select * from matching limit ${atMost + 1}::int),
      counted as materialized (select count(*)::int as n from found)
    select f.id, f.closed, f.priority, f.due, c.n as found from counted c left join lateral (
      select ${PLACE}, row_number() over (order by ${IN_ORDER}) as n from (select distinct * from found) found
      cross join lateral (select f.* from finding f where f.id = found.finding_id offset 0) f
      where c.n <= ${atMost}::int and ${where}
      order by ${IN_ORDER} limit ${limit}::int
    ) f on true order by f.n`.execute(db);
  if (rows[0]!.found > atMost) return null;
  return rows.filter(({ id }) => id !== null);
}

/** `finding_facet x` that has all the tags, and that of one of the groups. */
function tagged({ tags }: Conditions, groups: readonly Group[]): RawBuilder<unknown> {
  const own = groupTags(groups);
  const every = [...tags.all, ...own.all];
  return allOf([
    ...(every.length > 0 ? [sql`x.tags @> ${every}::text[]`] : []),
    ...[...tags.any, ...own.any].map((one) => sql`x.tags && ${[...one]}::text[]`),
  ]);
}

/** Groups as tags; all that is open, or over, has one of its own. */
function groupTags(groups: readonly Group[]): { all: string[]; any: string[][] } {
  if (groups.length === 1) return { all: [groupTag(groups[0]!)], any: [] };
  const open = groups.every(({ closed }) => !closed);
  // The most urgent are so few that they do no harm; of the others each would.
  const whole = groups.length >= PRIORITIES.length - 1 && groups.at(-1)?.priority === PRIORITIES.length - 1;
  if (whole) return { all: open ? ['state/open'] : [], any: [] };
  return { all: [], any: [groups.map(groupTag)] };
}
