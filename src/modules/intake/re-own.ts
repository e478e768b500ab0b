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

/** Findings that are resolved, and if need be moved, at once. */
const AT_ONCE = 5000;

/**
 * Resolves all open findings of a target again and moves those that have another owner now. Reading takes no
 * lock; each batch that has something to move is read again and written under the target's, so that it and a
 * scan go one after the other. Cut off anywhere, it is simply done again: what has moved stays where it is.
 * @returns how many moved
 */
export async function reOwnTarget(deps: ReOwnDeps, targetId: string): Promise<number> {
  const target = await findTarget(deps.db, targetId);
  if (!target) return 0;
  // A scan that began with what was true before ends first; whichever begins after this knows what is true now.
  await deps.db.transaction().execute((tx) => lockTarget(tx, targetId));
  let moved = 0;
  for (const streamId of await streamsOf(deps.db, targetId)) {
    for (const state of ['open', 'reopened'] as const) {
      let after: Parameters<typeof readOwned>[2] = null;
      for (;;) {
        const batch = await readOwned(deps.db, { streamId, state }, after, AT_ONCE);
        moved += await moveBatch(deps, target, streamId, batch);
        after = batch.at(-1) ?? null;
        if (batch.length < AT_ONCE) break;
      }
    }
  }
  return moved;
}

async function moveBatch(
  deps: ReOwnDeps,
  target: TargetOfRepository,
  streamId: string,
  batch: readonly OwnedFinding[],
): Promise<number> {
  if (batch.length === 0) return 0;
  const resolve = await resolverOf(deps, deps.db, target, batch);
  const ids = batch.filter((finding) => isElsewhere(finding, resolve(finding))).map(({ id }) => id);
  if (ids.length === 0) return 0;
  return deps.db.transaction().execute(async (tx) => {
    await lockTarget(tx, target.id);
    const now = await resolverOf(deps, tx, target, batch);
    return moveFindings(deps, tx, { target, streamId, ids, resolve: now });
  });
}

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
