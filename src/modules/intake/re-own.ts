import { type Kysely, sql, type Transaction } from 'kysely';
import { lockTarget, type OwnedFinding, readOwned, streamsOf } from '../findings/public.ts';
import { loadTargetGround, resourceLabelsOf } from '../ownership/public.ts';
import { type Found, TargetOwners } from '../ownership/pure.ts';
import type { DB } from '../schema.gen.ts';
import { moveFindings } from './move-findings.ts';
import {
  isElsewhere,
  type NewOwner,
  type ReOwnDeps,
  type Resolver,
  type TargetOfRepository,
  teamAndQueue,
} from './new-owner.ts';

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

async function resolverOf(
  { clock }: ReOwnDeps,
  db: Kysely<DB> | Transaction<DB>,
  { kind, key, repositoryId }: TargetOfRepository,
  batch: readonly OwnedFinding[],
): Promise<Resolver> {
  const outside = kind !== 'repository';
  const labels = outside ? await resourceLabelsOf(db, { kind, key }) : {};
  const beside = outside || batch.some(({ path, resource }) => path === null && resource !== null);
  const when = { now: clock.now(), beside };
  const ground = await loadTargetGround(db, { kind, key, labels, repositoryId }, when, (tell) => {
    for (const finding of batch) tell(foundAs(finding));
  });
  const owners = new TargetOwners(ground);
  const { registry } = ground;
  return (finding): NewOwner => {
    const whose = owners.of(foundAs(finding));
    return { ...whose, ...teamAndQueue(registry, whose.owner) };
  };
}

const foundAs = ({ kind, path, resource, url, component }: OwnedFinding): Found => ({
  kind,
  path,
  resource,
  url,
  package: component,
});

async function findTarget(db: Kysely<DB>, id: string): Promise<TargetOfRepository | undefined> {
  const { rows } = await sql<TargetOfRepository>`
    select id, kind, key, repository_id as "repositoryId" from target where id = ${id}`.execute(db);
  return rows[0];
}
