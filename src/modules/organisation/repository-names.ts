import { type Kysely, sql } from 'kysely';
import type { DB } from '../schema.gen.ts';
import { repositoryAddress } from './repository-address.ts';

/** A repository, and the folder in it, that a text means. */
export interface NamedPlace {
  id: string;
  path: string | null;
}

interface RepositoryRow {
  id: string;
  key: string;
  address: string | null;
  former_names: string[];
}

/**
 * The repositories that texts mean, by their address, their name or a name they had before. A text that could be
 * several, or none, is missing in the answer.
 */
export async function findRepositoriesByAddress(
  db: Kysely<DB>,
  texts: readonly string[],
): Promise<Map<string, NamedPlace>> {
  const asked = texts.flatMap((text) => {
    const address = repositoryAddress(text);
    return address ? [{ text, ...address, whole: `${address.host}/${address.name}` }] : [];
  });
  if (asked.length === 0) return new Map();
  const names = asked.map(({ name }) => name);
  const { rows } = await sql<RepositoryRow>`
    select id, key, former_names, address from (
      select id, lower(key) as key, array(select lower(n) from unnest(former_names) n) as former_names,
        regexp_replace(regexp_replace(lower(url), '^[a-z+]+://([^/@]*@)?', ''), '(\\.git)?/*$', '') as address
      from repository) r
    where key = any(${names}) or former_names && ${names}::text[]
      or address = any(${asked.map(({ whole }) => whole)})`.execute(db);
  const found = new Map<string, NamedPlace>();
  for (const { text, host, name, whole } of asked) {
    const [first, ...others] =
      [
        rows.filter(({ address }) => host !== null && address === whole),
        // A repository of that name whose address is known to be another host's is not the one.
        rows.filter(({ key, address }) => key === name && isOf(host, address)),
        rows.filter(({ former_names, address }) => former_names.includes(name) && isOf(host, address)),
      ].find((list) => list.length > 0) ?? [];
    if (first && others.length === 0) found.set(text, { id: first.id, path: null });
  }
  return found;
}

const isOf = (host: string | null, address: string | null) =>
  host === null || address === null || address.startsWith(`${host}/`);

/** The services of that name in the registry, else the repositories whose last name it is; unclear ones are missing. */
export async function findServicesByName(
  db: Kysely<DB>,
  names: readonly string[],
): Promise<Map<string, NamedPlace>> {
  if (names.length === 0) return new Map();
  const folded = [...new Set(names.map((name) => name.toLowerCase()))];
  const { rows } = await sql<{ name: string; id: string; path: string | null; service: boolean }>`
    select lower(name) as name, repository_id as id, path, true as service from service where lower(name) = any(${folded})
    union all
    select name, id, null, false from (
      select id, regexp_replace(lower(key), '^.*/', '') as name from repository where not archived) r
    where name = any(${folded})`.execute(db);
  const found = new Map<string, NamedPlace>();
  for (const name of names) {
    const called = rows.filter((row) => row.name === name.toLowerCase());
    const services = called.filter(({ service }) => service);
    const [only, ...others] = services.length > 0 ? services : called;
    // A file in the folder of the service: the nearest about.yaml answers.
    if (only && others.length === 0)
      found.set(name, { id: only.id, path: only.path ? `${only.path}/about.yaml` : null });
  }
  return found;
}
