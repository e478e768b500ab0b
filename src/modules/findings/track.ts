import { Open } from './alignment/open.ts';
import {
  comeBack,
  otherNames,
  renamedFiles,
  renamedRules,
  sameFiles,
  strongKeys,
} from './alignment/passes.ts';
import { settleTies } from './alignment/ties.ts';
import type { Alignment, Hints, Known, Seen } from './known.ts';

export type { Alignment, Hints, Known, Seen } from './known.ts';

/**
 * Aligns what is known with what is seen, in passes; each is used once. Near-linear: every pass walks groups that
 * share a key, a file or a package.
 */
export function track(known: readonly Known[], seen: readonly Seen[], hints: Hints = {}): Alignment {
  const { renames = new Map(), formerRules = new Map(), groupOf = (name) => name, whole = true } = hints;
  const open = new Open(known, seen);
  strongKeys(open, renames);
  sameFiles(open, renames);
  otherNames(open, groupOf);
  renamedFiles(open, renames, whole);
  renamedRules(open, formerRules);
  const missing = open.wakeFixed();
  comeBack(open);
  return settleTies(known, seen, open.result(missing));
}
