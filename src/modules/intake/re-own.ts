import { lockTarget, type OwnedFinding, readOwned, streamsOf } from '../findings/public.ts';
import type { Facts } from '../policy/pure.ts';
import { decideAgain } from './again/again.ts';
import { factsOfService } from './again/ground.ts';
import { KnownServices } from './again/known-services.ts';
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
  const known = new KnownServices(deps.db);
  for (const streamId of await streamsOf(deps.db, targetId)) {
    let waiting: Waiting[] = [];
    let stale: [string, Facts['service']][] = [];
    for (const state of ['open', 'reopened'] as const) {
      let after: Parameters<typeof readOwned>[2] = null;
      for (;;) {
        const batch = await readOwned(deps.db, { streamId, state }, after, AT_ONCE);
        const now = await resolveAgain(deps, target, known, batch);
        waiting = waiting.concat(now.elsewhere);
        stale = stale.concat(now.stale);
        if (waiting.length >= MOST_WAITING) moved += await moveAll(deps, target, streamId, waiting.splice(0));
        if (stale.length >= MOST_WAITING) await decideOnServices(deps, stale.splice(0));
        after = batch.at(-1) ?? null;
        if (batch.length < AT_ONCE) break;
      }
    }
    moved += await moveAll(deps, target, streamId, waiting);
    await decideOnServices(deps, stale);
  }
  return moved;
}

/** Whoever owns them, something else is known of their service now: they are decided again. */
async function decideOnServices(
  deps: ReOwnDeps,
  stale: readonly [string, Facts['service']][],
): Promise<void> {
  const services = new Map(stale);
  await decideAgain(deps, [[...services.keys()]], { why: 'what is known of its service changed', services });
}

/** What a new answer changes: another owner, or the same one and something else known of the service. */
async function resolveAgain(
  deps: ReOwnDeps,
  target: TargetOfRepository,
  known: KnownServices,
  batch: readonly OwnedFinding[],
): Promise<{ elsewhere: Waiting[]; stale: [string, Facts['service']][] }> {
  const elsewhere: Waiting[] = [];
  const stale: [string, Facts['service']][] = [];
  if (batch.length === 0) return { elsewhere, stale };
  const resolve = await resolverOf(deps, deps.db, target, batch);
  await known.load(batch);
  for (const finding of batch) {
    const now = resolve(finding);
    const { id, fixId, decisionReasonId } = finding;
    if (isElsewhere(finding, now)) elsewhere.push({ id, fixId });
    else if (known.differs(decisionReasonId, now.service)) stale.push([id, factsOfService(now.service)]);
  }
  return { elsewhere, stale };
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
