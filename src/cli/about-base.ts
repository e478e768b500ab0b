import { AppError } from '../kernel/errors.ts';
import type { Registry } from '../modules/organisation/pure.ts';
import {
  isOwnershipFile,
  judgePullFiles,
  type PullFiles,
  type PullReport,
} from '../modules/ownership/pure.ts';
import { filesAtRef } from './git/files-at-ref.ts';
import { type FoundFiles, READ_BYTES } from './ownership-files.ts';

export interface AboutBaseReport extends PullReport {
  base: string;
}

/**
 * What a change does to the ownership files: a commit on one side, the folder as it is on the other.
 * @throws AppError LK-USAGE when the commit is not in this checkout; a git that fails is a neutral answer
 */
export async function aboutBase(
  folder: string,
  base: string,
  found: FoundFiles,
  registry: Registry | null,
): Promise<AboutBaseReport> {
  const read = await filesAtRef(folder, base, isOwnershipFile, READ_BYTES);
  if (read.state === 'no-such-ref')
    throw new AppError('LK-USAGE', `${read.why}; fetch it first, in a pipeline with the whole history`);
  const before: PullFiles = read.state === 'read' ? { ...read, unread: [] } : read;
  const after: PullFiles = { state: 'read', files: found.files, unread: found.problems };
  return { base, ...judgePullFiles(before, after, registry) };
}
