import type { Directory } from '../../../connectors/connector.ts';
import type { DirectorySyncCounts } from '../../../contract/directory.ts';
import { AppError } from '../../../kernel/errors.ts';
import { type SessionLock, withSessionLock } from '../../../platform/database/session-lock.ts';
import {
  findConnection,
  noteFailure,
  noteSuccess,
  type OpenConnection,
  openConnection,
} from '../../connections/public.ts';
import { selectRegistryVersion } from '../store.ts';
import { countLinked } from '../store-directory.ts';
import { applyDirectory } from './apply-directory.ts';
import type { DirectoryContent, DirectorySummary } from './content.ts';
import type { DirectoryDeps } from './sync-deps.ts';
import { type SyncProgress, trackSync } from './sync-progress.ts';
import { checkWhole, Whole } from './whole.ts';

export interface SyncOptions {
  /** What vanished goes, even when it is more than half. */
  acceptVanished?: boolean;
  /** Label for the audit trail. */
  by: string;
  signal?: AbortSignal;
}

/** `busy`: another one is under way. */
export type SyncEnd =
  | { state: 'done'; changed: boolean; counts: DirectorySyncCounts }
  | { state: 'waiting'; continuesAt: Date; counts: DirectorySyncCounts }
  | { state: 'busy' };

/**
 * Reads everything that a directory knows, then applies it in one transaction. Whatever stops it before has changed
 * nothing. One at a time for each connection.
 * @throws AppError what stopped it, kept with the connection for its page: LK-INCOMPLETE when the answer cannot be
 *   the whole, LK-CONNECTION, LK-NETWORK, …
 */
export async function syncDirectory(
  deps: DirectoryDeps,
  connectionId: string,
  options: SyncOptions,
): Promise<SyncEnd> {
  const held = await withSessionLock(deps.pool, 'directory', connectionId, async (lock) => {
    const connection = await openConnection(deps, { id: connectionId });
    const progress = trackSync(deps, connection);
    try {
      const directory = directoryOf(connection);
      const content = await readAll(directory, progress, () => goOn(lock, options.signal));
      const { changed } = await applied(deps, connection, directory, content, progress, options);
      await noteSuccess(deps, connection.id);
      await progress.end('done', { changed });
      return { state: 'done' as const, changed, counts: progress.counts };
    } catch (error) {
      return endEarly(deps, connection, progress, error);
    }
  });
  return held ? held.result : { state: 'busy' };
}

/** Words that mean other sources than a connection. */
const OTHER_SOURCES = ['import', 'api', 'scim'];

/** @throws AppError LK-USAGE for a connection that tells of no people and teams */
export function directoryOf({ key, connector, context }: OpenConnection): Directory {
  if (OTHER_SOURCES.includes(key))
    throw new AppError(
      'LK-USAGE',
      `A directory cannot be called ${key}: make the connection under another key.`,
    );
  const directory = connector.directory?.(context);
  if (directory) return directory;
  throw new AppError(
    'LK-USAGE',
    connector.directory
      ? `${key} is not meant to tell of people and teams: set "directory" in its settings.`
      : `${key} is a connection to ${connector.name}, which tells of no people and teams.`,
  );
}

class Interrupted extends Error {}

function goOn(lock: SessionLock, signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Interrupted();
  if (lock.lost()) throw new AppError('LK-DATABASE', 'the connection that holds the lock of the sync broke');
}

/** A directory that gives out a little now and then would hold a worker for ever. */
const MAX_READ_MS = 2 * 3_600_000;

async function readAll(
  directory: Directory,
  progress: SyncProgress,
  check: () => void,
): Promise<DirectoryContent> {
  const begun = performance.now();
  const whole = new Whole();
  for await (const piece of directory.read()) {
    check();
    whole.add(piece);
    Object.assign(progress.counts, whole.counts);
    await progress.tell();
    if (performance.now() - begun > MAX_READ_MS)
      throw new AppError('LK-NETWORK', 'the directory takes more than two hours to tell all');
  }
  for (const note of whole.notes) progress.says(note);
  check();
  return whole.content();
}

async function applied(
  deps: DirectoryDeps,
  connection: OpenConnection,
  { newTeams }: Directory,
  content: DirectoryContent,
  progress: SyncProgress,
  { acceptVanished = false, by }: SyncOptions,
): Promise<DirectorySummary> {
  const { db, ids, clock, publish } = deps;
  const source = connection.key;
  const summary = await db.transaction().execute(async (tx) => {
    const stillThere = await findConnection(tx, { id: connection.id });
    if (!stillThere?.enabled)
      throw new AppError('LK-NOT-FOUND', `The connection ${source} is not in use any more.`);
    if (!acceptVanished) checkWhole(progress.counts, await countLinked(tx, source));
    const before = await selectRegistryVersion(tx);
    const options = { source, now: clock.now(), by, newTeams, mayShrink: acceptVanished };
    const result = await applyDirectory(tx, ids, content, options);
    if ((await selectRegistryVersion(tx)) !== before) await publish(tx, { type: 'registry.changed' });
    return result;
  });
  const { people, teams, notes } = summary;
  progress.counts.applied = {
    peopleAdded: people.added,
    peopleChanged: people.changed,
    peopleClosed: people.closed,
    withoutEmail: people.withoutEmail,
    teamsAdded: teams.added,
    teamsRetired: teams.retired,
    teamsLeftOut: teams.leftOut,
  };
  for (const note of notes) progress.says(note);
  return summary;
}

async function endEarly(
  deps: DirectoryDeps,
  connection: OpenConnection,
  progress: SyncProgress,
  error: unknown,
): Promise<SyncEnd> {
  const continuesAt = error instanceof Interrupted ? deps.clock.now() : putOffUntil(error, deps.clock.now());
  if (continuesAt) {
    await progress.end('waiting', { continuesAt });
    return { state: 'waiting', continuesAt, counts: progress.counts };
  }
  await noteFailure(deps, connection.id, error);
  if (error instanceof AppError) progress.says(`${error.message.replace(/\.$/, '')}. ${error.card.help}`);
  await progress.end('failed');
  throw error;
}

const DEFAULT_PAUSE_MS = 15 * 60_000;

/** When a system that asked for patience may be asked again; null for any other error. */
function putOffUntil(error: unknown, now: Date): Date | null {
  if (!(error instanceof AppError) || error.code !== 'LK-RATE-LIMITED') return null;
  const told = new Date(String(error.detail?.['retryAt']));
  return Number.isNaN(told.getTime()) ? new Date(now.getTime() + DEFAULT_PAUSE_MS) : told;
}
