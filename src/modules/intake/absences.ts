import type { KnownFinding } from '../findings/public.ts';
import type { SeenObservation } from './read.ts';

/** Whose scan it is. Only the default branch and named release branches decide a finding's state. */
export type BranchRole = 'default' | 'release' | 'other';

/** What a scan looked at, so that absence can be told from not looking. */
export interface Coverage {
  /** False: the sender says that it looked at a part only. */
  complete: boolean;
  /** It looked at everything, with the rules of the scan before: a file it does not name is gone. */
  whole: boolean;
  /** Path prefixes the scan was limited to; null = everything. */
  paths: readonly string[] | null;
  /** Name of the rule set; empty = none was told. */
  ruleSet: string;
  /** Rules it ran, as the store calls them; null = all of the rule set. */
  rules: ReadonlySet<string> | null;
  branch: {
    role: BranchRole;
    /** Findings that this branch has beside the default one. */
    present: ReadonlySet<string>;
    /** Findings that the default branch has and this one is known not to have. */
    without: ReadonlySet<string>;
    /** Findings that a release branch other than this one has. */
    elsewhere: ReadonlySet<string>;
  };
}

/** What follows from findings that were not seen. */
export interface Absences {
  /** Proven: gone from every branch that counts. */
  fixed: KnownFinding[];
  /** Gone, but no scan can say that it is over: secrets and findings made by hand. */
  removed: KnownFinding[];
  /** Not seen by a scan that proves nothing about them: a part, another rule set. */
  unconfirmed: KnownFinding[];
  /** Gone from the default branch, yet a release branch has them. */
  leftDefault: KnownFinding[];
  /** Ends of presence on this branch, which is not the default one. */
  ended: KnownFinding[];
  /** The default branch has them and this one has not: a fix on its way. */
  without: KnownFinding[];
  /** How many the default branch has and this one is proven not to have: what merging it would fix. */
  wouldFix: number;
  /** How many stay live without having been seen. */
  unproven: number;
}

/** Kinds that no scan can close: a secret is fixed when revoked, a finding by hand when retested. */
const NOT_CLOSED_BY_SCAN: ReadonlySet<string> = new Set(['secret', 'manual']);

/** Closing is a claim that needs proof: this is the proof. Pure. */
export function judgeAbsences(
  missing: readonly KnownFinding[],
  seen: readonly SeenObservation[],
  coverage: Coverage,
): Absences {
  const result: Absences = {
    fixed: [],
    removed: [],
    unconfirmed: [],
    leftDefault: [],
    ended: [],
    without: [],
    wouldFix: 0,
    unproven: 0,
  };
  const looked = fileNamesOf(seen, coverage);
  const mine = missing.filter((finding) => isOnBranch(finding, coverage));
  for (const finding of mine) {
    if (proves(coverage, finding)) judgeProven(finding, coverage, result);
    else {
      result.unproven++;
      const doubtful = coverage.branch.role === 'default' && !finding.newer && !finding.absent;
      if (doubtful && mayHaveLooked(finding, coverage, looked)) result.unconfirmed.push(finding);
    }
  }
  return result;
}

function judgeProven(finding: KnownFinding, { branch }: Coverage, result: Absences): void {
  if (branch.role !== 'default') {
    if (branch.present.has(finding.id)) result.ended.push(finding);
    else if (!branch.without.has(finding.id)) result.without.push(finding);
    if (finding.onDefault) result.wouldFix++;
    if (branch.role === 'other' || finding.onDefault || branch.elsewhere.has(finding.id)) return;
  } else if (branch.elsewhere.has(finding.id)) {
    if (finding.onDefault) result.leftDefault.push(finding);
    return;
  }
  if (!NOT_CLOSED_BY_SCAN.has(finding.kind)) result.fixed.push(finding);
  else if (!finding.absent) result.removed.push(finding);
}

/** The default branch has what release branches do not have to itself; another branch has what it was seen with. */
const isOnBranch = ({ id, onDefault }: KnownFinding, { branch }: Coverage): boolean => {
  switch (branch.role) {
    case 'default':
      return onDefault || !branch.elsewhere.has(id);
    case 'release':
      return branch.present.has(id);
    case 'other':
      return onDefault || branch.present.has(id);
  }
};

/** A complete scan, of a rule set that has seen it, of the place where it lay, not older than what is known. */
const proves = (coverage: Coverage, finding: KnownFinding): boolean =>
  coverage.complete &&
  !(coverage.branch.role === 'default' && finding.newer) &&
  finding.ruleSets.includes(coverage.ruleSet) &&
  (coverage.rules === null || coverage.rules.has(finding.ruleId)) &&
  inScope(finding, coverage.paths);

/** Files that the scan evidently looked at, where it does not say which. */
function fileNamesOf(
  seen: readonly SeenObservation[],
  { complete, paths }: Coverage,
): ReadonlySet<string> | null {
  if (complete || paths !== null) return null;
  return new Set(seen.flatMap(({ path }) => path ?? []));
}

const mayHaveLooked = (
  finding: KnownFinding,
  { paths, rules }: Coverage,
  files: ReadonlySet<string> | null,
): boolean =>
  inScope(finding, paths) &&
  (rules === null || rules.has(finding.ruleId)) &&
  (files === null || (finding.place !== null && files.has(finding.place)));

const inScope = ({ place }: KnownFinding, paths: readonly string[] | null): boolean =>
  paths === null || paths.some((prefix) => place !== null && isInside(place, prefix));

/** `services/pay` is a folder or a file; `services/payments` is neither in it nor it. */
const isInside = (path: string, prefix: string): boolean =>
  prefix === '' || path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
