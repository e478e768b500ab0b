import { lockTarget, type OwnedFinding, readOwned, streamsOf } from '../findings/public.ts';
import { moveFindings } from './move-findings.ts';
import { isElsewhere, type ReOwnDeps, type TargetOfRepository } from './new-owner.ts';
import { findTarget, resolverOf } from './resolver.ts';

/** Findings that are resolved, or moved, at once. */
const AT_ONCE = 5000;
/** Findings that are known to move before any of them does, so that those of one fix go together: some 40 MB. */
const MOST_WAITING = 200_000;

/** A finding that is to move, with its fix. */
type Waiting = Pick<OwnedFinding, 'id' | 'fixId'>;

/**
 * Resolves all open findings of a target again and moves those that have another owner now. Reading takes no
 * lock; each batch that moves is read again and written under the target's, so that it and a scan go one after
 * the other. Cut off anywhere, it is simply done again: what has moved stays where it is.
 * @returns how many moved
 */
export async function reOwnTarget(deps: ReOwnDeps, targetId: string): Promise<number> {
  const target = await findTarget(deps.db, targetId);
  if (!target) return 0;
  // A scan that began with what was true before ends first; whichever begins after this knows what is true now.
  await deps.db.transaction().execute((tx) => lockTarget(tx, targetId));
  let moved = 0;
  for (const streamId of await streamsOf(deps.db, targetId)) {
    let waiting: Waiting[] = [];
    for (const state of ['open', 'reopened'] as const) {
      let after: Parameters<typeof readOwned>[2] = null;
      for (;;) {
        const batch = await readOwned(deps.db, { streamId, state }, after, AT_ONCE);
        waiting = waiting.concat(await elsewhereOf(deps, target, batch));
        if (waiting.length >= MOST_WAITING) moved += await moveAll(deps, target, streamId, waiting.splice(0));
        after = batch.at(-1) ?? null;
        if (batch.length < AT_ONCE) break;
      }
    }
    moved += await moveAll(deps, target, streamId, waiting);
  }
  return moved;
}

async function elsewhereOf(
  deps: ReOwnDeps,
  target: TargetOfRepository,
  batch: readonly OwnedFinding[],
): Promise<Waiting[]> {
  if (batch.length === 0) return [];
  const resolve = await resolverOf(deps, deps.db, target, batch);
  return batch
    .filter((finding) => isElsewhere(finding, resolve(finding)))
    .map(({ id, fixId }) => ({ id, fixId }));
}

/** Fix after fix: each is counted, told and planned once, however many findings it has. */
async function moveAll(
  deps: ReOwnDeps,
  target: TargetOfRepository,
  streamId: string,
  waiting: Waiting[],
): Promise<number> {
  const ids = waiting.sort((a, b) => compare(a.fixId ?? '', b.fixId ?? '')).map(({ id }) => id);
  let moved = 0;
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    moved += await deps.db.transaction().execute(async (tx) => {
      await lockTarget(tx, target.id);
      const resolverFor = (found: readonly OwnedFinding[]) => resolverOf(deps, tx, target, found);
      return moveFindings(deps, tx, { target, streamId, ids: ids.slice(at, at + AT_ONCE), resolverFor });
    });
  }
  return moved;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
