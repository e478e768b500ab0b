import type { Kysely } from 'kysely';
import { type DecidableFinding, loadReasons, waitingFixes } from '../../findings/public.ts';
import { loadActivePolicy, loadIntel, loadTrusts } from '../../policy/public.ts';
import { basisOf, type Facts, trustOf } from '../../policy/pure.ts';
import type { DB } from '../../schema.gen.ts';
import { findTarget, resolverOf } from '../resolver.ts';
import { asksFor } from './asks.ts';
import type { AgainGround } from './judge.ts';

/** Services as they are resolved now; a finding it does not know keeps the service of its decision. */
export type Services = ReadonlyMap<string, Facts['service']>;

export interface GroundDeps {
  db: Kysely<DB>;
  clock: { now(): Date };
}

/** Loads in sets what deciding again on these findings needs; after this nothing is asked of the database. */
export async function loadGround(
  { clock }: GroundDeps,
  db: Kysely<DB>,
  found: readonly DecidableFinding[],
  services: Services | null,
): Promise<AgainGround> {
  const { policy, version } = await loadActivePolicy(db);
  const reasons = await loadReasons(
    db,
    found.map(({ decisionReasonId }) => decisionReasonId),
  );
  const stored = ({ decisionReasonId }: DecidableFinding) => basisOf(reasons.get(decisionReasonId)?.facts);
  const without = found.filter((one) => !stored(one) && !services?.has(one.id));
  const trusts = await loadTrusts(
    db,
    [...new Set(found.map(({ tool }) => tool))],
    [...new Set(found.map(({ rule }) => rule))],
  );
  const resolved = await resolveServices({ clock }, db, without);
  return {
    policy,
    version,
    intel: await loadIntel(db, [...new Set(found.flatMap(({ vulnerabilities }) => vulnerabilities ?? []))]),
    reasons,
    branches: await branchesOf(db, found),
    waiting: asksFor(policy, 'finding.waitsFor')
      ? await waitingFixes(db, [...new Set(found.flatMap(({ fixId }) => fixId ?? []))])
      : null,
    serviceOf: (finding) =>
      services?.get(finding.id) ?? stored(finding)?.service ?? resolved.get(finding.id)!,
    trustOf: ({ tool, rule }) => trustOf(trusts.get(tool), rule),
    now: clock.now().toISOString(),
  };
}

export async function branchesOf(
  db: Kysely<DB>,
  found: readonly Pick<DecidableFinding, 'changedScanId'>[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(found.flatMap(({ changedScanId }) => changedScanId ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await db.selectFrom('scan').select(['id', 'branch']).where('id', 'in', ids).execute();
  return new Map(rows.flatMap(({ id, branch }) => (branch === null ? [] : [[id, branch]])));
}

/** As the line resolves them, for what was decided before decisions kept what they rest on. */
async function resolveServices(
  deps: Pick<GroundDeps, 'clock'>,
  db: Kysely<DB>,
  found: readonly DecidableFinding[],
): Promise<Services> {
  const services = new Map<string, Facts['service']>();
  for (const [targetId, batch] of Map.groupBy(found, (finding) => finding.targetId)) {
    const target = await findTarget(db, targetId);
    if (!target) continue;
    const resolve = await resolverOf(deps, db, target, batch);
    for (const finding of batch) services.set(finding.id, factsOfService(resolve(finding).service));
  }
  return services;
}

/** What ownership says of a service, as facts. */
export const factsOfService = ({
  service,
  ...rest
}: { service: string | null } & Omit<Facts['service'], 'name'>): Facts['service'] => ({
  name: service,
  ...rest,
});
