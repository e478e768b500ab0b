import { type Kysely, sql } from 'kysely';
import type { DB } from '../schema.gen.ts';

/** A package as findings name it (`pkg:npm/lodash`) in one version. */
export interface PackageVersion {
  component: string;
  version: string;
}

/**
 * Which of these versions findings of any target tell of, by package. One statement, each pair one descent of
 * the index over (component, version). What is excepted says nothing of the version.
 */
export async function advisedVersions(
  db: Kysely<DB>,
  wanted: readonly PackageVersion[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = new Map<string, Set<string>>();
  if (wanted.length === 0) return found;
  const { rows } = await sql<PackageVersion>`
    select w.component, w.version
    from unnest(${wanted.map(({ component }) => component)}::text[], ${wanted.map(({ version }) => version)}::text[])
      w(component, version)
    where exists (select from finding f
      where f.component = w.component and f.version = w.version and f.state <> 'excepted')`.execute(db);
  for (const { component, version } of rows) {
    found.set(component, (found.get(component) ?? new Set()).add(version));
  }
  return found;
}

/** A package everybody uses has findings in every target; their names repeat long before this. */
const MOST_READ = 2000;

/** Names of the weaknesses that findings of any target tell of this version, in order. */
export async function advisoriesOf(
  db: Kysely<DB>,
  { component, version }: PackageVersion,
): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct name from (
      select coalesce(f.vulnerabilities[1], f.title) as name from finding f
      where f.component = ${component} and f.version = ${version} and f.state <> 'excepted' limit ${MOST_READ}
    ) told order by name`.execute(db);
  return rows.map(({ name }) => name);
}
