import { type Kysely, sql } from 'kysely';
import type { DB } from '../schema.gen.ts';

/** Somebody's word that a person is in a team; `person` and `team` are ids of the database. */
export interface Claim {
  person: string;
  team: string;
  role: string;
}

/** Whose claims are told in full: what is not among them goes. */
export type ClaimScope = { people: readonly string[] } | { teams: readonly string[] };

/**
 * Brings one source's claims to exactly these, in sets, and the history with them. Claims of others stay.
 * @param source 'import', 'api', 'scim' or the key of a connection
 */
export async function replaceClaims(
  tx: Kysely<DB>,
  source: string,
  scope: ClaimScope,
  claims: readonly Claim[],
  at: Date | null,
): Promise<void> {
  const rows = sql`${JSON.stringify(claims)}::jsonb`;
  await sql`
    delete from membership m where m.managed_by = ${source} and ${within(scope, 'm')}
      and not exists (
        select from jsonb_to_recordset(${rows}) as n(person uuid, team uuid)
        where n.person = m.person_id and n.team = m.team_id)`.execute(tx);
  await putClaims(tx, source, claims);
  await keepHistory(tx, scope, at);
}

/** Adds claims, or changes their role; the history is the caller's to keep. */
export const putClaims = (tx: Kysely<DB>, source: string, claims: readonly Claim[]) =>
  sql`
    insert into membership as old (person_id, team_id, role, managed_by)
    select n.person, n.team, n.role, ${source}
    from jsonb_to_recordset(${JSON.stringify(claims)}::jsonb) as n(person uuid, team uuid, role text)
    on conflict (person_id, team_id, managed_by) do update set role = excluded.role
      where old.role is distinct from excluded.role`.execute(tx);

/**
 * Ends the periods that are no longer true and begins those that are. Whatever changes `membership` calls it in
 * the same transaction.
 * @param at null: the time of the database
 */
export async function keepHistory(tx: Kysely<DB>, scope: ClaimScope, at: Date | null): Promise<void> {
  const time = sql`coalesce(${at}::timestamptz, now())`;
  await sql`
    update membership_period p set ended_at = greatest(p.begun_at, ${time})
    where p.ended_at is null and ${within(scope, 'p')}
      and not exists (
        select from v_organisation_member m
        where m.person_id = p.person_id and m.team_id = p.team_id and m.role = p.role)`.execute(tx);
  await sql`
    insert into membership_period (person_id, team_id, role, begun_at)
    select m.person_id, m.team_id, m.role, ${time} from v_organisation_member m
    where ${within(scope, 'm')} and not exists (
      select from membership_period p
      where p.person_id = m.person_id and p.team_id = m.team_id and p.ended_at is null)`.execute(tx);
}

const within = (scope: ClaimScope, row: 'm' | 'p') =>
  'people' in scope
    ? sql<boolean>`${sql.ref(`${row}.person_id`)} = any(${[...scope.people]}::uuid[])`
    : sql<boolean>`${sql.ref(`${row}.team_id`)} = any(${[...scope.teams]}::uuid[])`;

/** The teams that a person is in, each once, with the role that carries most. */
export const selectTeamsOf = (db: Kysely<DB>, personId: string) =>
  db
    .selectFrom('v_organisation_member as m')
    .innerJoin('team as t', 't.id', 'm.team_id')
    .select(['t.key', 't.name', 'm.role'])
    .where('m.person_id', '=', personId)
    .where('t.retired_at', 'is', null)
    .orderBy('t.key')
    .execute();

/** Ids of teams by key; unknown keys are left out. */
export async function teamIds(db: Kysely<DB>, keys: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('team')
    .select(['key', 'id'])
    .where(sql<boolean>`key = any(${[...keys]})`)
    .execute();
  return new Map(rows.map(({ key, id }) => [key, id]));
}
