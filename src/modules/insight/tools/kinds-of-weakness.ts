import type { FindingKind } from '../../../kernel/observation.ts';
import { closestOf } from '../../findings/pure.ts';
import { CHECK_KINDS, type CheckKind } from '../checks/kinds.ts';

/**
 * Which kinds of check look for which weaknesses, by CWE; what is a step above or below one of these counts as it.
 * Missing authorisation, broken logic and the like stand in no list: no scanner looks for them.
 */
const LOOKED_FOR: readonly (readonly [kinds: readonly CheckKind[], cwes: readonly number[]])[] = [
  // Seen in the code where input meets a sink, and by asking the running service.
  [
    ['code', 'web'],
    [22, 77, 78, 79, 88, 89, 90, 91, 94, 113, 352, 502, 601, 611, 643, 918, 943, 1336],
  ],
  // Seen in the code alone.
  [['code'], [119, 190, 295, 327, 328, 330, 347, 377, 416, 476, 1004, 1321, 1333]],
  // Seen in the answers of a running service.
  [['web'], [319, 346, 525, 548, 614, 693, 942, 1004, 1021]],
  [['secret'], [259, 312, 321, 540, 615, 798]],
  [['dependency'], [937, 1035, 1104, 1395]],
  [
    ['config', 'cloud'],
    [250, 276, 732],
  ],
];

/** The kinds of check that could have found it; empty = none looks for such a thing. */
export function kindsOfWeakness(kind: FindingKind, cwes: readonly number[]): CheckKind[] {
  const own = CHECK_KINDS.filter((known) => known === kind);
  if (own.length > 0) return own;
  const found = new Set<CheckKind>();
  for (const [kinds, known] of LOOKED_FOR)
    if (closestOf(cwes, known).relation !== 'none') for (const each of kinds) found.add(each);
  return CHECK_KINDS.filter((known) => found.has(known));
}
