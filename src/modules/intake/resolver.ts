import { type Kysely, sql, type Transaction } from 'kysely';
import type { OwnedFinding } from '../findings/public.ts';
import { loadTargetGround, resourceLabelsOf } from '../ownership/public.ts';
import { type Found, TargetOwners } from '../ownership/pure.ts';
import type { DB } from '../schema.gen.ts';
import {
  type NewOwner,
  type ReOwnDeps,
  type Resolver,
  type TargetOfRepository,
  teamAndQueue,
} from './new-owner.ts';

/** Whose stored findings of a target are by what is true now, and of which service. */
export async function resolverOf(
  { clock }: Pick<ReOwnDeps, 'clock'>,
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

export async function findTarget(db: Kysely<DB>, id: string): Promise<TargetOfRepository | undefined> {
  const { rows } = await sql<TargetOfRepository>`
    select id, kind, key, repository_id as "repositoryId" from target where id = ${id}`.execute(db);
  return rows[0];
}
