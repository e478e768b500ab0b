import { type Kysely, type RawBuilder, sql } from 'kysely';
import { ASK_KINDS } from '../../contract/ask-kinds.ts';
import type { IdSource } from '../../kernel/ids.ts';
import { KINDS } from '../../kernel/observation.ts';
import { systemOfConnection } from '../connections/public.ts';
import type { DB } from '../schema.gen.ts';
import type { Team } from './registry.ts';
import type { Unit } from './units.ts';

/**
 * Changes whenever a row of the table does: `xmin` is the transaction that wrote the row, and transactions
 * count upwards. Nothing has to remember to raise a version.
 */
const versionOf = (rows: RawBuilder<unknown>): RawBuilder<string> =>
  sql`(select concat(count(*), '.', coalesce(sum(xmin::text::bigint), 0)) from ${rows})`;

/** The state of the whole registry, as an expression for a query of one's own. */
export const registryVersion: RawBuilder<string> = sql<string>`concat(current_database(), ' ', ${versionOf(
  sql`team`,
)}, ' ', ${versionOf(sql`business_unit`)}, ' ', ${versionOf(sql`directory_team where aliases <> '{}'`)})`;

/** The state of one repository and its services. */
export const repositoryVersion = (id: string): RawBuilder<string> =>
  sql<string>`concat(${versionOf(sql`repository where id = ${id}`)}, ' ', ${versionOf(
    sql`service where repository_id = ${id}`,
  )})`;

/** The same of every repository at once, as a table of `id` and `version`: only what an owner may depend on. */
export const repositoryVersions: RawBuilder<unknown> = sql`
  select r.id, concat_ws(' ', r.key, r.business_unit_id, r.connection_id, md5(r.host_facts::text),
    s.version) as version
  from repository r left join (
    select repository_id, concat(count(*), '.', sum(xmin::text::bigint)) as version from service group by repository_id
  ) s on s.repository_id = r.id`;

export async function selectRegistryVersion(db: Kysely<DB>): Promise<string> {
  const { rows } = await sql<{ version: string }>`select ${registryVersion} as version`.execute(db);
  return rows[0]!.version;
}

export async function selectTeams(db: Kysely<DB>): Promise<Team[]> {
  const rows = await db
    .selectFrom('team as t')
    .leftJoin('business_unit as b', 'b.id', 't.business_unit_id')
    .selectAll('t')
    .select('b.key as unit_key')
    .select(
      sql<
        string[]
      >`array(select unnest(d.aliases) from directory_team d where d.team_id = t.id order by 1)`.as(
        'handles',
      ),
    )
    .orderBy('t.key')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    key: row.key,
    name: row.name,
    kind: row.kind === 'security' ? 'security' : 'team',
    unitKey: row.unit_key,
    queue: row.queue,
    channel: row.channel,
    oncall: row.oncall,
    mail: row.mail,
    manager: row.manager,
    champion: row.champion,
    deputies: row.deputies,
    partner: row.partner,
    jiraProject: row.jira_project,
    aliases: [...new Set([...row.aliases, ...row.handles])],
    allowedQueues: row.allowed_queues,
    allowedChannels: row.allowed_channels,
    takes: KINDS.filter((kind) => row.takes.includes(kind)),
    takesAsks: ASK_KINDS.filter((kind) => row.takes_asks.includes(kind)),
    retiredAt: row.retired_at?.toISOString() ?? null,
  }));
}

export const selectUnits = (db: Kysely<DB>): Promise<Unit[]> =>
  db
    .selectFrom('business_unit as u')
    .leftJoin('business_unit as p', 'p.id', 'u.parent_id')
    .select(['u.id', 'u.key', 'u.name', 'p.key as parent', 'u.leader', 'u.fallback_queue as fallbackQueue'])
    .orderBy('u.key')
    .execute();

export async function insertTeamIfMissing(
  tx: Kysely<DB>,
  team: { id: string; key: string; name: string; kind: string; queue: string },
): Promise<void> {
  await tx
    .insertInto('team')
    .values(team)
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
}

export interface RepositoryRow {
  id: string;
  key: string;
  unitKey: string | null;
  defaultBranch: string;
  releaseBranches: string[];
  archived: boolean;
  knownBy: string;
  formerNames: string[];
  /** As stored: what the code host knows of it. */
  hostFacts: unknown;
  /** The system of the connection that lists it, such as `gitlab`; null without one. */
  system: string | null;
}

export async function selectRepository(
  db: Kysely<DB>,
  by: { key: string } | { id: string },
): Promise<RepositoryRow | null> {
  const [column, value] = 'key' in by ? (['r.key', by.key] as const) : (['r.id', by.id] as const);
  const row = await db
    .selectFrom('repository as r')
    .leftJoin('business_unit as b', 'b.id', 'r.business_unit_id')
    .select(['r.id', 'r.key', 'b.key as unitKey', 'r.default_branch as defaultBranch'])
    .select(['r.release_branches as releaseBranches', 'r.archived', 'r.known_by as knownBy'])
    .select(['r.former_names as formerNames', 'r.host_facts as hostFacts'])
    .select(systemOfConnection('r.connection_id').as('system'))
    .where(column, '=', value)
    .executeTakeFirst();
  return row ?? null;
}

export const selectRepositoryKeys = async (db: Kysely<DB>): Promise<string[]> =>
  (await db.selectFrom('repository').select('key').execute()).map(({ key }) => key);

/** By a name that it had before, where nobody has it now. */
export async function selectRepositoryOfOld(db: Kysely<DB>, key: string): Promise<RepositoryRow | null> {
  const row = await db
    .selectFrom('repository')
    .select('id')
    .where(sql<boolean>`${key} = any(former_names)`)
    .executeTakeFirst();
  return row ? selectRepository(db, { id: row.id }) : null;
}

/** Two reports may name the same unknown repository at once: the second finds what the first made. */
export async function insertRepositoryIfMissing(tx: Kysely<DB>, ids: IdSource, key: string): Promise<void> {
  await tx
    .insertInto('repository')
    .values({ id: ids.next(), key, known_by: 'seen' })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
}

export interface Service {
  path: string;
  name: string;
  exposure: string | null;
  tier: number | null;
  data: string[];
  compliance: string[];
}

export const selectServices = (db: Kysely<DB>, repositoryId: string): Promise<Service[]> =>
  db
    .selectFrom('service')
    .select(['path', 'name', 'exposure', 'tier', 'data', 'compliance'])
    .where('repository_id', '=', repositoryId)
    .orderBy('path')
    .execute();
