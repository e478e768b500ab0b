import type { Transaction } from 'kysely';
import {
  type KnownFinding,
  loadKnown,
  loadRelatives,
  type Relative,
  type Stream,
} from '../findings/public.ts';
import { loadRegistry, type Registry } from '../organisation/public.ts';
import { loadOwnershipMap } from '../ownership/public.ts';
import type { OwnershipMap } from '../ownership/pure.ts';
import { type ActivePolicy, loadActivePolicy, loadIntel } from '../policy/public.ts';
import type { IntelMap } from '../policy/pure.ts';
import type { DB } from '../schema.gen.ts';
import type { ReadScan, SeenObservation } from './read.ts';
import type { WaitingScan } from './store.ts';

/** Everything deciding needs, in one place: nothing is asked of the database after this. */
export interface Loaded {
  known: KnownFinding[];
  relatives: Relative[];
  ownership: OwnershipMap;
  registry: Registry;
  active: ActivePolicy;
  intel: IntelMap;
}

/** Step 4 of the line, once per scan. */
export async function load(
  tx: Transaction<DB>,
  scan: WaitingScan,
  stream: Stream,
  read: ReadScan,
  seen: readonly SeenObservation[],
): Promise<Loaded> {
  const keys = seen.map((observation) => observation.key);
  return {
    known: await loadKnown(tx, stream.id, keys, scan.coverage.paths ?? null),
    relatives: await loadRelatives(tx, scan.targetId, stream.id, [...read.components]),
    registry: await loadRegistry(tx),
    ownership: await loadOwnershipMap(tx, scan.repositoryId),
    active: await loadActivePolicy(tx),
    intel: await loadIntel(tx, [...read.vulnerabilities]),
  };
}
