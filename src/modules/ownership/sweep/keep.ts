import type { Tx } from '../../../platform/database/database.ts';
import type { HappenedEvent } from '../../../platform/outbox/events.ts';
import { loadRegistry, lockCommits, noteFilesRead, type Registry } from '../../organisation/public.ts';
import type { DB } from '../../schema.gen.ts';
import { problemsOf } from '../check/check.ts';
import { dialectOf } from '../code-host.ts';
import { type FilesOfRepository, storeFilesOfMany } from '../store-many.ts';
import type { SweepDeps } from './deps.ts';
import type { ReadRepository } from './read.ts';

/**
 * Keeps what was read of many repositories, in one transaction and in sets, and tells whose ownership changed
 * (`ownership.changed`) and whose people should look at their files (`ownership.problems`).
 * @returns how many changed
 */
export async function keepRead(deps: SweepDeps, batch: readonly ReadRepository[]): Promise<number> {
  const registry = await loadRegistry(deps.db);
  return deps.db.transaction().execute(async (tx) => {
    const current = await stillCurrent(tx, batch);
    const changed = await storeFilesOfMany(tx, current.flatMap(filesOf), deps.clock.now());
    const withOtherFacts = await noteFilesRead(tx, current.map(noted));
    const moved = new Set([...changed, ...withOtherFacts]);
    const events: HappenedEvent[] = [...moved].map((repositoryId) => ({
      type: 'ownership.changed',
      repositoryId,
    }));
    for (const one of current)
      if (changed.has(one.repository.id) && needsPeople(one, registry))
        events.push({ type: 'ownership.problems', repositoryId: one.repository.id });
    await deps.publishAll(tx, events);
    return moved.size;
  });
}

/** Without those that somebody else read in the meantime: what we hold may be older. */
async function stillCurrent(tx: Tx<DB>, batch: readonly ReadRepository[]): Promise<ReadRepository[]> {
  const read = batch.filter(({ files }) => files !== 'unchanged').map(({ repository }) => repository.id);
  const commits = await lockCommits(tx, read);
  return batch.filter(
    ({ files, repository: { id, filesCommit } }) => files === 'unchanged' || commits.get(id) === filesCommit,
  );
}

const filesOf = ({ repository, files }: ReadRepository): FilesOfRepository[] =>
  files === 'unchanged'
    ? []
    : [
        {
          repositoryId: repository.id,
          dialect: dialectOf(repository.system),
          files: files.files,
          unread: files.problems,
        },
      ];

const noted = ({ repository, files, facts }: ReadRepository) => ({
  id: repository.id,
  commit: files === 'unchanged' ? (repository.filesCommit ?? '') : files.commit,
  version: repository.hostVersion,
  facts,
});

/** Files that are wrong, or name a team that is not there. */
function needsPeople({ files, repository }: ReadRepository, registry: Registry): boolean {
  if (files === 'unchanged') return false;
  if (files.problems.length > 0) return true;
  return problemsOf(files.files, registry, dialectOf(repository.system)).some(
    ({ level, code }) =>
      level === 'error' || ['unknown-team', 'ambiguous-team', 'retired-team'].includes(code),
  );
}
