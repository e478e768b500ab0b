import type { Transaction } from 'kysely';
import {
  type BaseImage,
  type Coverings,
  type KnownFinding,
  loadAliases,
  loadByKeys,
  loadCoverings,
  loadLive,
  loadOrigins,
  ruleIdOf,
  type Stream,
  waitingBases,
} from '../findings/public.ts';
import type { Registry } from '../organisation/public.ts';
import { keepResourceLeads, loadTargetGround, resourceLabelsOf } from '../ownership/public.ts';
import { type TargetGround, TargetOwners } from '../ownership/pure.ts';
import { type ActivePolicy, loadActivePolicy, loadIntel, loadTrust } from '../policy/public.ts';
import type { IntelMap, TrustMap } from '../policy/pure.ts';
import type { DB } from '../schema.gen.ts';
import { asksFor } from './again/asks.ts';
import { foundOf } from './found.ts';
import { type ReadScan, type SeenObservation, seenOf } from './read.ts';
import type { WaitingScan } from './store.ts';

/** Everything deciding needs, in one place: nothing is asked of the database after this. */
export interface Loaded {
  seen: SeenObservation[];
  known: KnownFinding[];
  /** Leading names of vulnerabilities that have several, as feeds state them. */
  aliases: ReadonlyMap<string, string>;
  /** The scanned image that a layer comes from, where that is another one. */
  origins: ReadonlyMap<string, BaseImage>;
  /** Which of those have something left to fix; null = the policy does not ask. */
  waiting: ReadonlySet<string> | null;
  owners: TargetOwners;
  registry: Registry;
  active: ActivePolicy;
  intel: IntelMap;
  trust: TrustMap;
  /** What people have let off that this target may have to do with. */
  coverings: Coverings;
}

/** Step 4 of the line, once per scan. */
export async function load(
  tx: Transaction<DB>,
  scan: WaitingScan,
  stream: Stream,
  read: ReadScan,
  now: Date,
): Promise<Loaded> {
  const { known, seen } = await loadKnown(tx, scan, stream, read);
  const ground = await groundOf(tx, scan, read, now);
  await keepResourceLeads(tx, ground);
  const { targetId, repositoryId } = scan;
  const of = { targetId, repositoryId, vulnerabilities: [...read.vulnerabilities] };
  const origins = await loadOrigins(tx, scan.targetId, read.layers);
  const active = await loadActivePolicy(tx);
  return {
    seen,
    known,
    aliases: await aliasesOf(tx, known, read),
    origins,
    waiting: await waitingOf(tx, active, origins),
    owners: new TargetOwners(ground),
    registry: ground.registry,
    active,
    intel: await loadIntel(tx, [...read.vulnerabilities]),
    trust: await loadTrust(tx, read.tool),
    coverings: await loadCoverings(tx, of, now),
  };
}

async function waitingOf(
  tx: Transaction<DB>,
  { policy }: ActivePolicy,
  origins: ReadonlyMap<string, BaseImage>,
): Promise<ReadonlySet<string> | null> {
  if (!asksFor(policy, 'finding.waitsFor')) return null;
  return waitingBases(tx, [...new Set([...origins.values()].map(({ targetId }) => targetId))]);
}

/** What lies on a path needs the map of its repository alone: the others cost a look through the report. */
async function groundOf(
  tx: Transaction<DB>,
  { target, repositoryId }: WaitingScan,
  { spool, labels: told, beside }: ReadScan,
  now: Date,
): Promise<TargetGround> {
  const outside = target.kind !== 'repository';
  // Another tool may have told the labels of this image.
  const labels = outside && Object.keys(told).length === 0 ? await resourceLabelsOf(tx, target) : told;
  const of = { ...target, labels, repositoryId };
  return loadTargetGround(tx, of, { now, beside: outside || beside }, async (tell) => {
    for await (const { observations } of spool.batches())
      for (const observation of observations) tell(foundOf(observation, true));
  });
}

/** Asked only where a package that is known may be told under another name of its weakness now. */
async function aliasesOf(
  tx: Transaction<DB>,
  known: readonly KnownFinding[],
  { vulnerabilities }: ReadScan,
): Promise<Map<string, string>> {
  const names = new Set(known.flatMap((finding) => finding.package?.weaknesses ?? []));
  if (names.size === 0 || vulnerabilities.size === 0) return new Map();
  return new Map(await loadAliases(tx, [...names, ...vulnerabilities]));
}

/** What is live first: it says which texts have to be kept. */
async function loadKnown(tx: Transaction<DB>, scan: WaitingScan, stream: Stream, read: ReadScan) {
  const { scannedAt } = scan;
  const paths = scan.coverage.paths ?? null;
  const live = await loadLive(tx, stream.id, scannedAt, paths);
  // A first report meets nobody: it is told apart by its keys alone, which is less to hold.
  const compared = live.length > 0 || paths !== null;
  const seen = await seenOf(read, compared ? live : null, (rule) => ruleIdOf(read.tool, rule));
  const others = await loadByKeys(tx, stream.id, scannedAt, seen, paths !== null);
  const ids = new Set(live.map(({ id }) => id));
  return { seen, known: [...live, ...others.filter(({ id }) => !ids.has(id))] };
}
