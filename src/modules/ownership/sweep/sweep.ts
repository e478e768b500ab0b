import type { CodeHost } from '../../../connectors/connector.ts';
import type { SweepCounts } from '../../../contract/connections.ts';
import { AppError } from '../../../kernel/errors.ts';
import { withSessionLock } from '../../../platform/database/session-lock.ts';
import { noteFailure, noteSuccess, type OpenConnection, openConnection } from '../../connections/public.ts';
import { type HeldRepository, repositoriesOf, selectToRead } from '../../organisation/public.ts';
import { archiveVanished } from './archive.ts';
import type { SweepDeps } from './deps.ts';
import { keepRead } from './keep.ts';
import { type Listed, readList } from './list.ts';
import { type Progress, trackProgress } from './progress.ts';
import { readRepositories } from './read.ts';

/** How a sweep ended. */
export type SweepEnd =
  | { state: 'done' | 'incomplete'; counts: SweepCounts }
  /** The code host asked for patience, or this process is to stop: to be continued then. */
  | { state: 'waiting'; counts: SweepCounts; continuesAt: Date }
  /** Another one of the same connection is under way. */
  | { state: 'busy' };

export interface SweepOptions {
  /** Repositories that vanished are archived even when they are more than half of all. */
  acceptVanished?: boolean;
  signal?: AbortSignal | undefined;
}

/** Thrown by `check` when the process is to stop; what is stored so far is continued by the next sweep. */
class Interrupted extends Error {}

/**
 * A full look at a code host: every repository, and the ownership files of those that changed. Whatever stops it,
 * the next one goes on where it was. One at a time for each connection.
 * @throws AppError what stopped it (LK-CONNECTION, LK-NETWORK, …), kept with the connection for its page
 */
export async function sweep(
  deps: SweepDeps,
  connectionId: string,
  options: SweepOptions = {},
): Promise<SweepEnd> {
  const held = await withSessionLock(deps.pool, 'sweep', connectionId, async (lock) => {
    const connection = await openConnection(deps, { id: connectionId });
    const progress = trackProgress(deps, connection);
    const check = () => {
      if (options.signal?.aborted) throw new Interrupted();
      if (lock.lost())
        throw new AppError('LK-DATABASE', 'the connection that holds the lock of the sweep broke');
    };
    try {
      return await look(deps, connection, codeHostOf(connection), progress, { ...options, check });
    } catch (error) {
      return endEarly(deps, connection, progress, error);
    }
  });
  return held ? held.result : { state: 'busy' };
}

/** @throws AppError LK-USAGE for a connection that is no code host's */
export function codeHostOf({ key, connector, context }: OpenConnection): CodeHost {
  const host = connector.codeHost?.(context);
  if (host) return host;
  throw new AppError('LK-USAGE', `${key} is a connection to ${connector.name}, which keeps no repositories.`);
}

async function look(
  deps: SweepDeps,
  connection: OpenConnection,
  host: CodeHost,
  progress: Progress,
  options: SweepOptions & { check(): void },
): Promise<SweepEnd> {
  const { counts } = progress;
  const { check } = options;
  const listed = await readList(deps, connection.id, host, progress, check);
  const vanished = await vanishedFrom(deps, connection.id, listed);
  const waiting = await selectToRead(deps.db, connection.id, host.listShowsPushes);
  const gone = new Set(vanished.map(({ id }) => id));
  const readable = waiting.filter(({ id }) => !gone.has(id));
  await readRepositories(host, readable, {
    check,
    failed: ({ message }) => progress.problem(message),
    async keep(batch) {
      counts.read += batch.length;
      const changed = await keepRead(deps, batch);
      counts.changed += changed;
      if (changed > 0) await progress.keep();
    },
  });
  if (listed.complete)
    await archiveVanished(deps, host, {
      listed,
      vanished,
      progress,
      check,
      accepted: options.acceptVanished ?? false,
    });
  await noteSuccess(deps, connection.id);
  const state = listed.complete && counts.problems === 0 ? 'done' : 'incomplete';
  await progress.end(state);
  return { state, counts };
}

/** Rows whose repository is on no page. */
async function vanishedFrom(
  deps: SweepDeps,
  connectionId: string,
  listed: Listed,
): Promise<HeldRepository[]> {
  const held = await repositoriesOf(deps.db, connectionId);
  return held.filter(({ hostId }) => !listed.hostIds.has(hostId));
}

async function endEarly(
  deps: SweepDeps,
  connection: OpenConnection,
  progress: Progress,
  error: unknown,
): Promise<SweepEnd> {
  const { counts } = progress;
  if (error instanceof Interrupted) {
    const continuesAt = deps.clock.now();
    await progress.end('waiting', continuesAt);
    return { state: 'waiting', counts, continuesAt };
  }
  const continuesAt = putOffUntil(error, deps.clock.now());
  if (continuesAt) {
    await progress.end('waiting', continuesAt);
    return { state: 'waiting', counts, continuesAt };
  }
  if (error instanceof AppError) {
    progress.problem(`${error.message.replace(/\.$/, '')}. ${error.card.help}`);
    await noteFailure(deps, connection.id, error);
  }
  await progress.end('failed');
  throw error;
}

const DEFAULT_PAUSE_MS = 15 * 60_000;

/** When a code host that asked for patience may be asked again; null for any other error. */
export function putOffUntil(error: unknown, now: Date): Date | null {
  if (!(error instanceof AppError) || error.code !== 'LK-RATE-LIMITED') return null;
  const told = new Date(String(error.detail?.['retryAt']));
  return Number.isNaN(told.getTime()) ? new Date(now.getTime() + DEFAULT_PAUSE_MS) : told;
}
