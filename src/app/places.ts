import { type Kysely, type RawBuilder, sql } from 'kysely';
import { fromPublicId, type IdKind } from '../kernel/ids.ts';
import { NOWHERE, type Place, type Places } from '../modules/access/public.ts';
import type { DB } from '../modules/schema.gen.ts';
import { together } from '../platform/together.ts';

/** Where everything that a request can be about belongs: one line per kind. */
export const placesOf = (db: Kysely<DB>): Places => ({
  team: (key) =>
    together(db, `place of team ${key}`, () =>
      belonging(db, { teams: sql`select id from v_organisation_team where key = ${key}` }),
    ),
  unit: (key) => belonging(db, { units: sql`select id from v_organisation_unit where key = ${key}` }),
  finding: (name) =>
    byId('finding', name, (id) =>
      belonging(db, { teams: sql`select owner_team_id from v_findings_finding where id = ${id}` }),
    ),
  fix: (name) =>
    byId('fix', name, (id) =>
      belonging(db, { teams: sql`select owner_team_id from v_findings_fix where id = ${id}` }),
    ),
  ticket: (name) =>
    belonging(db, { teams: sql`select team_id from v_tickets_ticket where ${named('ticket', name)}` }),
  ask: (name) =>
    belonging(db, {
      teams: sql`select unnest(array[from_team_id, to_team_id]) from v_tickets_ask where ${named('ask', name)}`,
    }),
  exception: (name) =>
    byId('exception', name, (id) =>
      belonging(db, { teams: sql`select team_id from v_findings_exception where id = ${id}` }),
    ),
  repository: (key) =>
    belonging(db, {
      teams: sql`
        select t.id from v_organisation_repository r
        join v_ownership_coverage c on c.repository_id = r.id and c.folder = ''
        join v_organisation_team t on t.key = c.team where r.key = ${key}`,
      units: sql`
        select u.id from v_organisation_repository r join v_organisation_unit u on u.key = r.unit_key
        where r.key = ${key}`,
    }),
  person: async (name, { personId }) => ({
    ...NOWHERE,
    personId: name === 'me' ? personId : fromPublicId('person', name),
  }),
});

async function byId(kind: IdKind, name: string, look: (id: string) => Promise<Place>): Promise<Place> {
  const id = fromPublicId(kind, name);
  return id === null ? NOWHERE : look(id);
}

const KEY = /^(.+)-([1-9]\d{0,8})$/;

/** By public id, or by queue and number, such as PAY-12. */
function named(kind: IdKind, name: string): RawBuilder<boolean> {
  const id = fromPublicId(kind, name);
  if (id !== null) return sql`id = ${id}`;
  const [, queue, number] = KEY.exec(name.slice(0, 200)) ?? [];
  return queue === undefined ? sql`false` : sql`queue = ${queue} and number = ${Number(number)}`;
}

const NONE = sql`select null::uuid where false`;

/** The teams, and every unit at or above them or the units that are named. */
async function belonging(
  db: Kysely<DB>,
  { teams = NONE, units = NONE }: { teams?: RawBuilder<unknown>; units?: RawBuilder<unknown> },
): Promise<Place> {
  const { rows } = await sql<{ teams: string[]; units: string[] }>`
    with recursive named(id) as (${teams}), held(id, parent_id) as (
      select u.id, u.parent_id from v_organisation_unit u
      where u.key in (select t.unit_key from v_organisation_team t join named n on n.id = t.id)
        or u.id in (${units})
      union
      select above.id, above.parent_id from held h join v_organisation_unit above on above.id = h.parent_id
    )
    select array(select id from named where id is not null) as teams, array(select id from held) as units`.execute(
    db,
  );
  return { ...rows[0]!, personId: null };
}
