import { type Kysely, sql } from 'kysely';
import { registryVersion, repositoryVersions, resourceRulesVersion } from '../../organisation/public.ts';
import type { DB } from '../../schema.gen.ts';
import type { MovingDeps } from './moving.ts';

/** The scope of what is no path: what about.yaml files name as theirs, and overrides of resources. */
const RESOURCES = 'resources';

/** How often the house looks. */
export const OWNERSHIP_WATCH_CRON = '* * * * * ownership-watch';

/**
 * Finds whatever decides on owners and is not what it was: teams, units, rules, files, overrides that were made, ended
 * or ran out. Whoever changed it need not tell; telling only makes it quicker. Publishes `registry.changed` when it
 * concerns all, else `ownership.changed` for each repository.
 * @returns repositories that changed; null when it concerns all
 */
export async function watchOwnership({
  db,
  clock,
  publishAll,
}: Pick<MovingDeps, 'db' | 'clock' | 'publishAll'>): Promise<number | null> {
  return db.transaction().execute(async (tx) => {
    const changed = await rememberVersions(tx, clock.now());
    if (changed.includes('')) {
      await publishAll(tx, [{ type: 'registry.changed' }]);
      return null;
    }
    const repositories = changed.filter((scope) => scope !== RESOURCES);
    await publishAll(tx, [
      ...(changed.includes(RESOURCES) ? [{ type: 'ownership.changed', resources: true }] : []),
      ...repositories.map((repositoryId) => ({ type: 'ownership.changed', repositoryId })),
    ]);
    return repositories.length;
  });
}

async function rememberVersions(tx: Kysely<DB>, now: Date): Promise<string[]> {
  const { rows } = await sql<{ scope: string }>`
    insert into ownership_watch as old (scope, version)
    select '', md5(concat(${registryVersion}, ' ', ${resourceRulesVersion}))
    union all
    select ${RESOURCES}, md5(concat(
      (select concat(count(*), '.', coalesce(sum(xmin::text::bigint), 0)) from about_asset), ' ',
      (select string_agg(id::text, ',' order by id) from ownership_override
        where resource is not null and ended_at is null and expires_at > ${now})))
    union all
    select r.id::text, md5(concat_ws(' ', r.version, f.version, o.version))
    from (${repositoryVersions}) r
    left join (
      select repository_id, concat(count(*), '.', sum(xmin::text::bigint)) as version
      from ownership_file group by repository_id
    ) f on f.repository_id = r.id
    left join (
      select repository_id, string_agg(id::text, ',' order by id) as version
      from ownership_override where ended_at is null and expires_at > ${now} group by repository_id
    ) o on o.repository_id = r.id
    on conflict (scope) do update set version = excluded.version where old.version <> excluded.version
    returning scope`.execute(tx);
  return rows.map(({ scope }) => scope);
}
