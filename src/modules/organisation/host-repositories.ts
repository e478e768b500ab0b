import { type Kysely, sql } from 'kysely';
import type { HostRepository } from '../../connectors/connector.ts';
import type { IdSource } from '../../kernel/ids.ts';
import { lockFor, type Tx } from '../../platform/database/database.ts';
import type { DB } from '../schema.gen.ts';
import * as store from './host-repository-store.ts';
import { type ListedBeside, type Placed, placeListed } from './place-listed.ts';

/** What recording a page of a code host's list came to. */
export interface Recorded {
  added: number;
  renamed: number;
  /** Rows written, `added` and `renamed` among them. */
  changed: number;
  /** Names that belong to a repository of another connection. */
  taken: string[];
  /** Names that two rows had: both stay, the one without a repository is archived. */
  doubled: string[];
  /** To be recorded again when the whole list is known, with `gone`. */
  undecided: HostRepository[];
}

/**
 * Brings our repositories to what a code host lists, in sets; what is as it was is not written. The code host's
 * id is the identity: a rename keeps the row, and the former name is remembered. Nothing is ever deleted.
 * @param page.factsComplete false: the list does not tell properties and teams, and those we know stay
 * @param page.gone ids that the code host lists no more; null while that is not known
 */
export async function recordHostRepositories(
  tx: Tx<DB>,
  ids: IdSource,
  connectionId: string,
  page: { repositories: readonly HostRepository[]; factsComplete: boolean; gone: ReadonlySet<string> | null },
): Promise<Recorded> {
  await lockFor(tx, 'organisation', 'import');
  const listed = await besideKnown(tx, connectionId, distinct(page.repositories));
  const placed = placeListed(connectionId, listed, page.gone);
  const renamed = renamedOf(placed);
  await store.letGo(
    tx,
    placed.doubled.map(({ left }) => left),
  );
  await store.freeNames(tx, [...placed.known, ...placed.doubled]);
  const rows = [...placed.known, ...placed.doubled].map((one) =>
    store.rowOf(one.id, one.listed, page.factsComplete),
  );
  const changed = await store.updateListed(tx, connectionId, rows);
  const fresh = placed.added.map(({ listed: one }) => store.rowOf(ids.next(), one, page.factsComplete));
  const added = await store.insertListed(tx, connectionId, fresh);
  return {
    added,
    renamed,
    changed: changed + added,
    taken: placed.taken.map(({ key }) => key),
    doubled: placed.doubled.map(({ key }) => key),
    undecided: placed.undecided.map(({ listed: one }) => one),
  };
}

type Beside = ListedBeside & { listed: HostRepository };

/** A list that names one repository twice means it once. */
function distinct(repositories: readonly HostRepository[]): HostRepository[] {
  const byId = new Map(repositories.map((one) => [one.id, one]));
  const byKey = new Map([...byId.values()].map((one) => [one.key, one]));
  return [...byKey.values()].filter(({ key, id }) => store.isName(key) && store.isName(id));
}

async function besideKnown(
  tx: Kysely<DB>,
  connectionId: string,
  repositories: readonly HostRepository[],
): Promise<Beside[]> {
  const rows = await store.selectKnown(tx, connectionId, repositories);
  const byHost = new Map(
    rows.filter((row) => row.connectionId === connectionId).map((row) => [row.hostId, row]),
  );
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return repositories.map((listed) => {
    const own = byHost.get(listed.id) ?? null;
    const named = byKey.get(listed.key) ?? null;
    const namesake = named && named.id !== own?.id ? named : null;
    return { hostId: listed.id, key: listed.key, own, namesake, listed };
  });
}

const renamedOf = ({ known }: Placed<Beside>): number =>
  known.filter(({ own, key }) => own && own.key !== key).length;

export interface HeldRepository {
  id: string;
  hostId: string;
  archived: boolean;
}

/** Every repository that we know of a connection. */
export async function repositoriesOf(db: Kysely<DB>, connectionId: string): Promise<HeldRepository[]> {
  const { rows } = await sql<HeldRepository>`
    select id, host_id as "hostId", archived from repository
    where connection_id = ${connectionId} and host_id is not null`.execute(db);
  return rows;
}
