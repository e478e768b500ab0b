import type { Transaction } from 'kysely';
import { refuteClaims, ruleIdOf, type Stream, storePresence } from '../findings/public.ts';
import type { Hints } from '../findings/pure.ts';
import type { DB } from '../schema.gen.ts';
import type { Coverage } from './absences.ts';
import type { BranchMemory } from './branches.ts';
import type { Comparison } from './compare.ts';
import type { Loaded } from './load.ts';
import type { ReadScan } from './read.ts';
import type { WaitingScan } from './store.ts';

type Tx = Transaction<DB>;

/** A complete scan of the whole target with all rules of its set: what it does not tell is not there. */
export const isOfAll = ({ complete, coverage: { paths, rules } }: WaitingScan): boolean =>
  complete && !paths && !rules;

/** The results of the newest complete scan of this branch, in any order, under the same rule set. */
export const tellsTheSame = (scan: WaitingScan, read: ReadScan, { newest }: BranchMemory): boolean =>
  scan.complete &&
  newest?.resultsDigest === read.digest &&
  newest.ruleSet === (scan.coverage.ruleSet ?? null);

/** What the scan looked at, as comparing needs it. */
export function coverageOf(
  scan: WaitingScan,
  { tool }: ReadScan,
  { role, newest, presence }: BranchMemory,
): Coverage {
  const { paths, rules, ruleSet } = scan.coverage;
  return {
    complete: scan.complete,
    whole: isOfAll(scan) && (newest === null || newest.ruleSet === (ruleSet ?? null)),
    paths: paths ?? null,
    ruleSet: ruleSet ?? '',
    rules: rules ? new Set(rules.map((rule) => ruleIdOf(tool, rule))) : null,
    branch: { role, ...presence },
  };
}

/** What helps to recognise findings beside what the scan says of each. */
export const hintsOf = (read: ReadScan, { aliases }: Loaded): Hints => ({
  formerRules: formerRulesOf(read),
  groupOf: (name) => aliases.get(name) ?? name,
});

/** Rules that the report says had other names before. */
const formerRulesOf = ({ tool, rules }: ReadScan): Map<string, string[]> =>
  new Map(
    rules.flatMap(({ id, formerIds }) =>
      formerIds?.length ? [[ruleIdOf(tool, id), formerIds.map((former) => ruleIdOf(tool, former))]] : [],
    ),
  );

/**
 * Claims of fixes that this scan refutes; only one that looked at everything may say so.
 * @returns whether there were any
 */
export async function refutes(
  tx: Tx,
  scan: WaitingScan,
  stream: Stream,
  { role }: BranchMemory,
): Promise<boolean> {
  if (!scan.claimed || role !== 'default' || !isOfAll(scan)) return false;
  const { id: scanId, targetId, scannedAt } = scan;
  return refuteClaims(tx, { targetId, streamId: stream.id, scanId, scannedAt });
}

/** Presence on a branch other than the default one. */
export async function keepPresence(
  tx: Tx,
  {
    scan,
    stream,
    branch,
    comparison,
  }: { scan: WaitingScan; stream: Stream; branch: BranchMemory; comparison: Comparison },
  openedIds: readonly string[],
): Promise<void> {
  if (branch.role === 'default' || branch.name === null) return;
  const ids = (findings: readonly { id: string }[]) => findings.map(({ id }) => id);
  await storePresence(tx, {
    streamId: stream.id,
    branch: branch.name,
    release: branch.role === 'release',
    scanId: scan.id,
    at: scan.scannedAt.toISOString(),
    ended: ids(comparison.ended),
    begun: [...ids(comparison.begun), ...openedIds],
    without: ids(comparison.without),
  });
}
