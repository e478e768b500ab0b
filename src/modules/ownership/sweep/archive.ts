import type { CodeHost } from '../../../connectors/connector.ts';
import { archiveGone, type HeldRepository, selectTheseToRead } from '../../organisation/public.ts';
import type { SweepDeps } from './deps.ts';
import type { Listed } from './list.ts';
import type { Progress } from './progress.ts';

/** So many may vanish without a question, however few there are. */
const FEW = 20;

/**
 * What a complete list names no more is archived, never deleted. Repositories that are made and deleted meanwhile
 * move others from page to page, so each is asked for once more. More than half at once looks like a permission
 * that was lost: then nothing is archived until a person says so.
 */
export async function archiveVanished(
  deps: SweepDeps,
  host: CodeHost,
  found: { listed: Listed; vanished: HeldRepository[]; progress: Progress; check(): void; accepted: boolean },
): Promise<void> {
  const { listed, progress, check, accepted } = found;
  const vanished = found.vanished.filter(({ archived }) => !archived).map(({ id }) => id);
  if (vanished.length === 0) return;
  const listedNow = listed.hostIds.size;
  if (!accepted && (listedNow === 0 || vanished.length > Math.max(FEW, listedNow))) {
    progress.problem(
      `${vanished.length} repositories are not listed any more, ${listedNow} are: that looks like a permission that was lost, so none is archived. If it is meant, sweep again and accept it (--accept-vanished).`,
    );
    return;
  }
  const gone: string[] = [];
  for (const { id, hostId, key, defaultBranch, filesCommit } of await selectTheseToRead(deps.db, vanished)) {
    check();
    const answer = await host.files({ id: hostId, key, defaultBranch }, () => false, filesCommit);
    if (answer === 'gone') gone.push(id);
  }
  const archived = await archiveGone(deps.db, gone);
  progress.counts.archived += archived;
  if (archived > 0) await progress.keep();
}
