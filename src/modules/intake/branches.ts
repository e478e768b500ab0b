import type { Transaction } from 'kysely';
import {
  advanceBranch,
  advanceStream,
  type BranchScan,
  findBranchScan,
  loadPresence,
  noPresence,
  type PresenceNow,
  type Stream,
} from '../findings/public.ts';
import type { DB } from '../schema.gen.ts';
import type { BranchRole } from './absences.ts';
import type { WaitingScan } from './store.ts';

type Tx = Transaction<DB>;

/** What is remembered of the branch that was scanned. */
export interface BranchMemory {
  role: BranchRole;
  /** Null = the scan names none. */
  name: string | null;
  /** Its newest complete scan. */
  newest: BranchScan | null;
  presence: PresenceNow;
}

/**
 * Only the default branch and named release branches decide a finding's state; other branches feed pull requests.
 * Where nobody has said which branch is the default one, every scan counts.
 */
function roleOf({ branch, defaultBranch, releaseBranches }: WaitingScan): BranchRole {
  if (branch === null || defaultBranch === null || branch === defaultBranch) return 'default';
  return releaseBranches.includes(branch) ? 'release' : 'other';
}

export async function recall(tx: Tx, scan: WaitingScan, stream: Stream): Promise<BranchMemory> {
  const role = roleOf(scan);
  const name = scan.branch;
  const beside = role !== 'default' || stream.branched;
  return {
    role,
    name,
    newest:
      role === 'default' ? newestOf(stream) : ((await findBranchScan(tx, stream.id, name as string)) ?? null),
    presence: beside
      ? await loadPresence(tx, stream.id, role === 'default' ? null : name, scan.releaseBranches)
      : noPresence(),
  };
}

const newestOf = ({ scanId, scannedAt, resultsDigest, ruleSet }: Stream): BranchScan | null =>
  scannedAt && { scanId, scannedAt, resultsDigest, ruleSet };

/**
 * Remembers a complete scan of everything as the newest of its branch.
 * @param digest null when more is live than it saw: its results again are then compared
 */
export async function remember(
  tx: Tx,
  scan: WaitingScan,
  stream: Stream,
  { role, name }: BranchMemory,
  digest: string | null,
): Promise<void> {
  const scanId = digest === null ? null : scan.id;
  const ruleSet = scan.coverage.ruleSet ?? null;
  if (role === 'default')
    await advanceStream(tx, stream.id, { id: scanId, at: scan.scannedAt, digest, ruleSet });
  else
    await advanceBranch(tx, stream.id, name as string, {
      scanId,
      scannedAt: scan.scannedAt,
      resultsDigest: digest,
      ruleSet,
    });
}
