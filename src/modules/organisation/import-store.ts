import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { DB } from '../schema.gen.ts';
import type { OrganisationFile } from './organisation-file.ts';

/** What one set of rows came to; rows that were as they are now are not written at all. */
export interface Written {
  added: number;
  changed: number;
}

const json = (rows: readonly object[]): RawBuilder<unknown> => sql`${JSON.stringify(rows)}::jsonb`;

/** Freshly inserted rows have no deleting transaction. */
const ADDED = sql`(xmax = 0) as added`;

async function write(db: Kysely<DB>, statement: RawBuilder<{ added: boolean }>): Promise<Written> {
  const { rows } = await statement.execute(db);
  const added = rows.filter((row) => row.added).length;
  return { added, changed: rows.length - added };
}

type Rows<Name extends keyof OrganisationFile> = NonNullable<OrganisationFile[Name]> & readonly object[];
type WithId<List extends readonly object[]> = (List[number] & { id: string })[];

export const writeUnits = (tx: Kysely<DB>, units: WithId<Rows<'businessUnits'>>): Promise<Written> =>
  write(
    tx,
    sql<{ added: boolean }>`
      with given as (
        select * from jsonb_to_recordset(${json(units)})
          as r(id uuid, key text, name text, parent text, leader text, "fallbackQueue" text)),
      -- A unit may name one that the same document makes.
      named as (
        select key, id from business_unit
        union all select g.key, g.id from given g where not exists (select from business_unit b where b.key = g.key))
      insert into business_unit as old (id, key, name, parent_id, leader, fallback_queue)
      select g.id, g.key, g.name, p.id, g.leader, g."fallbackQueue" from given g left join named p on p.key = g.parent
      on conflict (key) do update set name = excluded.name, parent_id = excluded.parent_id,
        leader = excluded.leader, fallback_queue = excluded.fallback_queue
        where (old.name, old.parent_id, old.leader, old.fallback_queue)
          is distinct from (excluded.name, excluded.parent_id, excluded.leader, excluded.fallback_queue)
      returning ${ADDED}`,
  );

/** @param managedBy who says that they exist */
export const writeTeams = (
  tx: Kysely<DB>,
  teams: WithId<Rows<'teams'>>,
  managedBy: 'import' | 'api' = 'import',
): Promise<Written> =>
  write(
    tx,
    sql<{ added: boolean }>`
      insert into team as old (id, key, name, business_unit_id, kind, queue, channel, mail, oncall, manager,
        champion, deputies, partner, jira_project, aliases, allowed_queues, allowed_channels, takes,
        takes_asks, managed_by)
      select r.id, r.key, r.name, b.id, r.kind, r.queue, r.channel, r.mail, r.oncall, r.manager,
        r.champion, r.deputies, r.partner, r.jira, r.aliases || r.github,
        r."allowedQueues", r."allowedChannels", r.takes, r."takesAsks",
        ${managedBy}
      from jsonb_to_recordset(${json(teams)})
        as r(id uuid, key text, name text, unit text, kind text, queue text, channel text, mail text,
             oncall text, manager text, champion text, deputies text[], partner text, jira text, aliases text[],
             github text[], "allowedQueues" text[], "allowedChannels" text[], takes text[],
             "takesAsks" text[])
        left join business_unit b on b.key = r.unit
      on conflict (key) do update set
        name = excluded.name, business_unit_id = excluded.business_unit_id, kind = excluded.kind,
        queue = excluded.queue, channel = excluded.channel, mail = excluded.mail, oncall = excluded.oncall,
        manager = excluded.manager, champion = excluded.champion, deputies = excluded.deputies,
        partner = excluded.partner, jira_project = excluded.jira_project, aliases = excluded.aliases,
        allowed_queues = excluded.allowed_queues, allowed_channels = excluded.allowed_channels,
        takes = excluded.takes, takes_asks = excluded.takes_asks,
        -- A retired key that is named again is taken up again.
        retired_at = null, managed_by = excluded.managed_by
        where (old.name, old.business_unit_id, old.kind, old.queue, old.channel, old.mail, old.oncall,
               old.manager, old.champion, old.deputies, old.partner, old.jira_project, old.aliases,
               old.allowed_queues, old.allowed_channels, old.takes, old.takes_asks, old.retired_at, old.managed_by)
          is distinct from (excluded.name, excluded.business_unit_id, excluded.kind, excluded.queue,
               excluded.channel, excluded.mail, excluded.oncall, excluded.manager, excluded.champion,
               excluded.deputies, excluded.partner, excluded.jira_project, excluded.aliases,
               excluded.allowed_queues, excluded.allowed_channels, excluded.takes, excluded.takes_asks, null,
               excluded.managed_by)
      returning ${ADDED}`,
  );

/** A repository keeps everything but its name. One that is known under both names stays two. */
export async function renameRepositories(tx: Kysely<DB>, repositories: Rows<'repositories'>): Promise<void> {
  const named = repositories.filter(({ formerNames }) => formerNames.length > 0);
  if (named.length === 0) return;
  await sql`
    update repository r set key = n.key
    from (select distinct on (n.key) n.key, o.id
      from jsonb_to_recordset(${json(named)}) as n(key text, "formerNames" text[])
      join repository o on o.key = any(n."formerNames")
      where not exists (select from repository k where k.key = n.key)
      order by n.key, o.created_at) n
    where r.id = n.id`.execute(tx);
}

/** What a connected code host lists, a document does not overrule; names come together. */
const listed = sql`old.connection_id is not null`;
const HOST_SAYS = {
  defaultBranch: sql`case when ${listed} then old.default_branch else excluded.default_branch end`,
  url: sql`case when ${listed} then coalesce(old.url, excluded.url) else excluded.url end`,
  archived: sql`case when ${listed} then old.archived else excluded.archived end`,
  formerNames: sql`case when ${listed}
    then old.former_names || array(select n from unnest(excluded.former_names) n where n <> all(old.former_names))
    else excluded.former_names end`,
};

export const writeRepositories = (
  tx: Kysely<DB>,
  repositories: WithId<Rows<'repositories'>>,
): Promise<Written> =>
  write(
    tx,
    sql<{ added: boolean }>`
      insert into repository as old (id, key, business_unit_id, default_branch, release_branches, url, archived,
        known_by, former_names)
      select r.id, r.key, b.id, r."defaultBranch", r."releaseBranches", r.url, r.archived, 'import', r."formerNames"
      from jsonb_to_recordset(${json(repositories)})
        as r(id uuid, key text, unit text, "defaultBranch" text, "releaseBranches" text[], url text,
             archived boolean, "formerNames" text[])
        left join business_unit b on b.key = r.unit
      on conflict (key) do update set
        former_names = ${HOST_SAYS.formerNames}, default_branch = ${HOST_SAYS.defaultBranch},
        url = ${HOST_SAYS.url}, archived = ${HOST_SAYS.archived},
        business_unit_id = excluded.business_unit_id, release_branches = excluded.release_branches,
        known_by = excluded.known_by
        where (old.business_unit_id, old.default_branch, old.release_branches, old.url, old.archived,
               old.known_by, old.former_names)
          is distinct from (excluded.business_unit_id, ${HOST_SAYS.defaultBranch}, excluded.release_branches,
               ${HOST_SAYS.url}, ${HOST_SAYS.archived}, excluded.known_by, ${HOST_SAYS.formerNames})
      returning ${ADDED}`,
  );

export interface ServiceWrite {
  id: string;
  repository: string;
  path: string;
  name: string;
  exposure?: string | undefined;
  tier?: number | undefined;
  data: string[];
  compliance: string[];
}

/** @param repositories keys whose list of services is complete: what it does not name goes */
export async function writeServices(
  tx: Kysely<DB>,
  repositories: string[],
  services: ServiceWrite[],
): Promise<Written> {
  await sql`
    delete from service s using repository r
    where r.id = s.repository_id and r.key = any(${repositories})
      and not exists (
        select from jsonb_to_recordset(${json(services)}) as n(repository text, path text)
        where n.repository = r.key and n.path = s.path)`.execute(tx);
  return write(
    tx,
    sql<{ added: boolean }>`
      insert into service as old (id, repository_id, path, name, exposure, tier, data, compliance)
      select n.id, r.id, n.path, n.name, n.exposure, n.tier, n.data, n.compliance
      from jsonb_to_recordset(${json(services)})
        as n(id uuid, repository text, path text, name text, exposure text, tier int, data text[],
             compliance text[])
        join repository r on r.key = n.repository
      on conflict (repository_id, path) do update set
        name = excluded.name, exposure = excluded.exposure, tier = excluded.tier, data = excluded.data,
        compliance = excluded.compliance
        where (old.name, old.exposure, old.tier, old.data, old.compliance)
          is distinct from (excluded.name, excluded.exposure, excluded.tier, excluded.data, excluded.compliance)
      returning ${ADDED}`,
  );
}
