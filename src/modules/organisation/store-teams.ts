import { type Kysely, sql } from 'kysely';
import type { MemberList, RegisteredTeam, RegisteredUnit, RetiredTeam } from '../../contract/teams.ts';
import { toPublicId } from '../../kernel/ids.ts';
import type { DB } from '../schema.gen.ts';

/** Changes with every write of the row. */
export interface Versioned<Value> {
  id: string;
  value: Value;
  version: string;
}

export async function findTeam(db: Kysely<DB>, key: string): Promise<Versioned<RegisteredTeam> | null> {
  const row = await db
    .selectFrom('team as t')
    .leftJoin('business_unit as b', 'b.id', 't.business_unit_id')
    .selectAll('t')
    .select('b.key as unit')
    .select(sql<string>`t.xmin::text`.as('version'))
    .select(
      sql<
        string[]
      >`array(select distinct unnest(d.aliases) from directory_team d where d.team_id = t.id order by 1)`.as(
        'handles',
      ),
    )
    .where('t.key', '=', key)
    .executeTakeFirst();
  if (!row) return null;
  const { queue, channel, mail, oncall, manager, champion, deputies, partner, takes, aliases } = row;
  const value: RegisteredTeam = {
    ...{ key, name: row.name, unit: row.unit, kind: row.kind === 'security' ? 'security' : 'team' },
    ...{ queue, channel, mail, oncall, manager, champion, deputies, partner, takes, aliases },
    jira: row.jira_project,
    takesAsks: row.takes_asks,
    allowedQueues: row.allowed_queues,
    allowedChannels: row.allowed_channels,
    handles: row.handles,
    managedBy: row.managed_by,
    retiredAt: row.retired_at?.toISOString() ?? null,
  };
  return { id: row.id, value, version: row.version };
}

/** The first key of another team that has one of these names as its key or alias. */
export async function teamWithName(
  db: Kysely<DB>,
  key: string,
  names: readonly string[],
): Promise<{ key: string; name: string } | null> {
  const { rows } = await sql<{ key: string; name: string }>`
    select t.key, n.name from team t, unnest(${[...names]}::text[]) as n(name)
    where t.key <> ${key} and lower(n.name) in (select lower(x) from unnest(t.aliases || t.key) x)
    limit 1`.execute(db);
  return rows[0] ?? null;
}

/** What a team that does not work any more is still named for. */
export async function stillOwned(
  db: Kysely<DB>,
  team: { id: string; key: string },
): Promise<Omit<RetiredTeam['stillOwns'], 'fallbackOf'>> {
  const { rows } = await sql<Omit<RetiredTeam['stillOwns'], 'fallbackOf'>>`
    select
      (select count(*)::int from v_ownership_coverage where team = ${team.key} and folder = '') as repositories,
      (select count(*)::int from v_ownership_coverage where team = ${team.key} and folder <> '') as services,
      (select count(*)::int from v_findings_finding
        where owner_team_id = ${team.id} and state in ('open', 'reopened')) as "openFindings",
      (select count(*)::int from v_tickets_ticket where team_id = ${team.id} and state <> 'closed') as "openTickets"`.execute(
    db,
  );
  return rows[0]!;
}

/** Who is in the team at a time; those who said so are told where it is true now. */
export async function membersAt(db: Kysely<DB>, teamId: string, at: Date): Promise<MemberList['items']> {
  const { rows } = await sql<{
    person_id: string;
    email: string;
    name: string;
    role: string;
    begun_at: Date;
    ended_at: Date | null;
    said_by: string[];
  }>`
    select h.person_id, p.email, p.name, h.role, h.begun_at, h.ended_at,
      array(select m.managed_by from membership m
        where m.person_id = h.person_id and m.team_id = h.team_id and h.ended_at is null order by 1) as said_by
    from membership_period h join v_access_person p on p.id = h.person_id
    where h.team_id = ${teamId} and h.begun_at <= ${at} and (h.ended_at is null or h.ended_at > ${at})
    order by p.email`.execute(db);
  return rows.map((row) => ({
    person: { id: toPublicId('person', row.person_id), email: row.email, name: row.name },
    role: row.role,
    since: row.begun_at.toISOString(),
    until: row.ended_at?.toISOString() ?? null,
    saidBy: row.said_by,
  }));
}

/** @param key of one unit; null: all of them */
export async function findUnits(
  db: Kysely<DB>,
  key: string | null,
): Promise<Versioned<Omit<RegisteredUnit, 'above'>>[]> {
  const { rows } = await sql<{
    id: string;
    version: string;
    key: string;
    name: string;
    parent: string | null;
    leader: string | null;
    fallbackQueue: string | null;
    teams: string[];
  }>`
    select u.id, u.xmin::text as version, u.key, u.name, p.key as parent, u.leader, u.fallback_queue as "fallbackQueue",
      array(select t.key from team t where t.business_unit_id = u.id and t.retired_at is null order by 1) as teams
    from business_unit u left join business_unit p on p.id = u.parent_id
    where ${key}::text is null or u.key = ${key} order by u.key`.execute(db);
  return rows.map(({ id, version, ...value }) => ({ id, version, value }));
}

/** Takes back what the source said of one person in one team. */
export const deleteClaims = (
  tx: Kysely<DB>,
  claim: { person: string; team: string },
  sources: readonly string[],
) =>
  tx
    .deleteFrom('membership')
    .where('person_id', '=', claim.person)
    .where('team_id', '=', claim.team)
    .where('managed_by', 'in', [...sources])
    .execute();

export async function claimants(db: Kysely<DB>, claim: { person: string; team: string }): Promise<string[]> {
  const rows = await db
    .selectFrom('membership')
    .select('managed_by')
    .where('person_id', '=', claim.person)
    .where('team_id', '=', claim.team)
    .orderBy('managed_by')
    .execute();
  return rows.map(({ managed_by }) => managed_by);
}

/** By public id or by email. */
export async function findPerson(
  db: Kysely<DB>,
  by: { id: string } | { email: string },
): Promise<{ id: string; email: string } | null> {
  const query = db.selectFrom('v_access_person').select(['id', 'email']).where('removed_at', 'is', null);
  const row = await ('id' in by ? query.where('id', '=', by.id) : query.where('email', '=', by.email))
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}
