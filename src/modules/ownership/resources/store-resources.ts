import { type Kysely, type RawBuilder, sql } from 'kysely';
import { registryVersion, resourceRulesVersion } from '../../organisation/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { Asset } from './assets.ts';
import type { ResourceFacts } from './compile-resources.ts';
import type { Labels } from './place.ts';

const inForce = (now: Date): RawBuilder<boolean> =>
  sql<boolean>`resource is not null and ended_at is null and expires_at > ${now}`;

/** Everything that answers about resources depend on at that time, as one short text. */
export async function selectResourcesVersion(db: Kysely<DB>, now: Date): Promise<string> {
  const { rows } = await sql<{ version: string }>`
    select concat(${registryVersion}, ' ', ${resourceRulesVersion}, ' ',
      (select concat(count(*), '.', coalesce(sum(xmin::text::bigint), 0)) from ownership_override
        where ${inForce(now)}), ' ',
      (select concat(count(*), '.', coalesce(sum(xmin::text::bigint), 0)) from about_asset)) as version`.execute(
    db,
  );
  return rows[0]!.version;
}

/** @param teamKeys by id */
export async function selectResourceOverrides(
  db: Kysely<DB>,
  now: Date,
  teamKeys: ReadonlyMap<string, string>,
): Promise<ResourceFacts['overrides'][number][]> {
  const rows = await db
    .selectFrom('ownership_override')
    .select(['resource', 'team_id', 'reason', 'made_by', 'made_at', 'expires_at'])
    .where(inForce(now))
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    resource: row.resource ?? '',
    team: teamKeys.get(row.team_id) ?? row.team_id,
    reason: row.reason,
    madeBy: row.made_by,
    madeAt: row.made_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  }));
}

/** All assets of all repositories that are still worked on. */
export async function selectAssets(db: Kysely<DB>): Promise<Asset[]> {
  const { rows } = await sql<Asset>`
    select a.repository_id as "repositoryId", r.key as repository, a.path, a.asset
    from about_asset a join v_organisation_repository r on r.id = a.repository_id
    where not r.archived order by r.key, a.path, a.asset`.execute(db);
  return rows;
}

/** What the files of a repository name; `null` for a file that keeps what it named. */
export interface NamedAssets {
  repositoryId: string;
  files: readonly { path: string; assets: string[] | null }[];
}

/** Brings what repositories name to this, all of it. Writes only what differs. */
export async function replaceAssets(tx: Kysely<DB>, repositories: readonly NamedAssets[]): Promise<void> {
  if (repositories.length === 0) return;
  const rows = repositories.flatMap(({ repositoryId, files }) =>
    files.flatMap(({ path, assets }) =>
      (assets ?? [null]).map((asset) => ({ repository: repositoryId, path, asset })),
    ),
  );
  const named = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(repository uuid, path text, asset text)`;
  await sql`
    delete from about_asset a where a.repository_id = any(${repositories.map(({ repositoryId }) => repositoryId)}::uuid[])
      and not exists (select from ${named}
        where n.repository = a.repository_id and n.path = a.path and (n.asset is null or n.asset = a.asset))`.execute(
    tx,
  );
  await sql`
    insert into about_asset (repository_id, path, asset)
    select repository, path, asset from ${named} where asset is not null
    on conflict do nothing`.execute(tx);
}

/** Adds the repositories that something in a resource was found to lead to. */
export async function addLeads(tx: Kysely<DB>, resource: string, repositoryIds: string[]): Promise<void> {
  await sql`
    insert into resource_lead (repository_id, resource)
    select id, ${resource} from unnest(${repositoryIds}::uuid[]) id on conflict do nothing`.execute(tx);
}

export async function selectLabels(db: Kysely<DB>, resource: string): Promise<Labels> {
  const row = await db
    .selectFrom('resource_label')
    .select('labels')
    .where('resource', '=', resource)
    .executeTakeFirst();
  return (row?.labels ?? {}) as Record<string, string>;
}

/** @returns whether anything changed */
export async function writeLabels(tx: Kysely<DB>, resource: string, labels: Labels): Promise<boolean> {
  if (Object.keys(labels).length === 0) {
    const gone = await tx.deleteFrom('resource_label').where('resource', '=', resource).executeTakeFirst();
    return gone.numDeletedRows > 0n;
  }
  const { rows } = await sql`
    insert into resource_label as old (resource, labels) values (${resource}, ${JSON.stringify(labels)}::jsonb)
    on conflict (resource) do update set labels = excluded.labels where old.labels is distinct from excluded.labels
    returning 1`.execute(tx);
  return rows.length > 0;
}
