import type { CodeHost, HostFacts, HostFiles } from '../../../connectors/connector.ts';
import { AppError } from '../../../kernel/errors.ts';
import type { RepositoryToRead } from '../../organisation/public.ts';
import { isOwnershipFile } from '../forms/ownership-file.ts';

/** What the code host said of one repository. */
export interface ReadRepository {
  repository: RepositoryToRead;
  files: HostFiles | 'unchanged';
  /** Null: not asked. */
  facts: HostFacts | null;
}

/** One repository could not be read; the others can. */
export interface FailedRepository {
  repository: RepositoryToRead;
  gone: boolean;
  message: string;
}

/** Repositories read at once: the client lets as many through to one host. */
const AT_ONCE = 8;
/** Kept together in one transaction. */
const BATCH = 100;
const BATCH_BYTES = 16 * 1024 * 1024;
/** So many failures in a row are no matter of single repositories. */
const MAX_FAILED_IN_A_ROW = 24;

/**
 * Reads the ownership files of many repositories, a few at once, and hands them on in batches. A repository that
 * cannot be read is told and left for the next time.
 * @param keep stores a batch; called one at a time
 * @throws AppError what concerns the whole connection: limits, credentials, a network that is gone
 */
export async function readRepositories(
  host: CodeHost,
  repositories: readonly RepositoryToRead[],
  hooks: {
    keep(batch: ReadRepository[]): Promise<void>;
    failed(failure: FailedRepository): void;
    /** Throws when the work is to stop. */
    check(): void;
  },
): Promise<void> {
  let next = 0;
  let failedInARow = 0;
  let stopped: unknown = null;
  let batch: ReadRepository[] = [];
  let bytes = 0;
  let keeping: Promise<void> = Promise.resolve();

  const flush = () => {
    const full = batch;
    batch = [];
    bytes = 0;
    keeping = keeping.then(() => (full.length > 0 ? hooks.keep(full) : undefined));
    return keeping;
  };
  const lane = async () => {
    while (next < repositories.length && stopped === null) {
      const repository = repositories[next++]!;
      try {
        hooks.check();
        const read = await readRepository(host, repository);
        if ('message' in read) hooks.failed(read);
        else bytes += batch.push(read) && sizeOf(read.files);
        failedInARow = 0;
        if (batch.length >= BATCH || bytes >= BATCH_BYTES) await flush();
      } catch (error) {
        if (concernsAll(error) || ++failedInARow >= MAX_FAILED_IN_A_ROW) stopped ??= error;
        else hooks.failed({ repository, gone: false, message: (error as AppError).message });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  // What was read before is not read again.
  await flush();
  if (stopped !== null) throw stopped;
}

/** @throws AppError as the code host's doors do */
export async function readRepository(
  host: CodeHost,
  repository: RepositoryToRead,
): Promise<ReadRepository | FailedRepository> {
  const { hostId: id, key, defaultBranch, filesCommit } = repository;
  const files = await host.files({ id, key, defaultBranch }, isOwnershipFile, filesCommit);
  if (files === 'gone')
    return { repository, gone: true, message: `${key} is gone or not visible to the connection any more.` };
  const facts = host.facts ? await host.facts({ id, key }) : null;
  return { repository, files, facts };
}

const sizeOf = (files: HostFiles | 'unchanged'): number =>
  files === 'unchanged' ? 0 : files.files.reduce((sum, { content }) => sum + content.length, 0);

/** Limits and credentials are those of the connection, unless the error names the repository it is about. */
function concernsAll(error: unknown): boolean {
  if (!(error instanceof AppError)) return true;
  if (error.code === 'LK-CONNECTION') return error.detail?.['repository'] === undefined;
  return !['LK-NETWORK', 'LK-ANSWER', 'LK-VALIDATION', 'LK-TOO-LARGE'].includes(error.code);
}
