import type { KnownFinding } from '../findings/public.ts';
import { type Hints, track } from '../findings/pure.ts';
import { type Absences, type Coverage, judgeAbsences } from './absences.ts';
import type { SeenObservation } from './read.ts';

/** What a scan says about the findings that were known before it. */
export interface Comparison extends Absences {
  /** For each seen observation the known finding it continues, or null when it is new. */
  partner: (KnownFinding | null)[];
  /** Seen observations whose finding has to be written: moved, re-rated, reworded, come back. */
  changed: number[];
  opened: number[];
  /** Credentials that worked and do not any more: the tool itself says that they are dead. */
  dead: KnownFinding[];
  /** Known ones that this branch, which is not the default one, turns out to have. */
  begun: KnownFinding[];
  /** Seen ones that nobody had seen under this rule set. */
  confirmed: KnownFinding[];
  /** What is live now is what was seen: the same results again would change nothing. */
  settled: boolean;
  delta: { opened: number; seen: number; moved: number; fixed: number; reopened: number };
}

/** Step 5 of the line, first half: aligns what is known with what was seen. Pure. */
export function compare(
  known: readonly KnownFinding[],
  seen: readonly SeenObservation[],
  coverage: Coverage,
  hints: Hints = {},
): Comparison {
  const alignment = track(known, seen, { ...hints, whole: coverage.whole });
  const partner: (KnownFinding | null)[] = new Array(seen.length).fill(null);
  const result: Comparison = {
    partner,
    changed: [],
    opened: [],
    dead: [],
    begun: [],
    confirmed: [],
    ...judgeAbsences(
      alignment.missing.map((index) => known[index]!),
      seen,
      coverage,
    ),
    settled: true,
    delta: { opened: 0, seen: 0, moved: 0, fixed: 0, reopened: 0 },
  };
  for (const [k, s] of alignment.matched) {
    const finding = known[k]!;
    partner[s] = finding;
    judgePresence(finding, coverage, result);
    if (coverage.branch.role === 'other') continue;
    if (finding.newer && coverage.branch.role === 'default') result.settled = false;
    else judgeSeen(finding, seen[s]!, s, coverage, result);
  }
  result.opened = withoutCopies(known, seen, alignment.opened);
  result.settled &&= result.unproven === 0;
  const { delta, opened, fixed, dead } = result;
  delta.opened = opened.length;
  delta.seen = seen.length - opened.length;
  delta.fixed = coverage.branch.role === 'other' ? result.wouldFix : fixed.length + dead.length;
  return result;
}

/** A feature branch has what the default branch has: only differences are kept. */
function judgePresence(
  finding: KnownFinding,
  { branch: { role, present, without } }: Coverage,
  { begun, ended }: Comparison,
): void {
  if (role === 'default') return;
  if (without.has(finding.id)) ended.push(finding);
  const here = role === 'other' && finding.onDefault && finding.state !== 'fixed';
  if (!here && !present.has(finding.id)) begun.push(finding);
}

/** What a finding's being seen changes. */
function judgeSeen(
  finding: KnownFinding,
  seen: SeenObservation,
  index: number,
  { branch, ruleSet }: Coverage,
  { delta, changed, dead, confirmed }: Comparison,
): void {
  if (staysClosed(finding, seen)) return;
  const live = finding.state !== 'fixed';
  if (live && finding.worked && seen.refused) {
    dead.push(finding);
    return;
  }
  // The place of what the default branch has is told by its scans alone.
  const tellsPlace = branch.role === 'default' || !finding.onDefault || !live;
  const news =
    finding.content !== seen.content || finding.absent || (branch.role === 'default' && !finding.onDefault);
  if (live && !(tellsPlace && news)) {
    if (!finding.ruleSets.includes(ruleSet)) confirmed.push(finding);
    return;
  }
  if (!live) delta.reopened += seen.excepted ? 0 : 1;
  else if (finding.line !== seen.line || finding.key !== seen.key) delta.moved++;
  changed.push(index);
}

/** Values that nothing accepts any more: a copy of one in another file is no new weakness. */
function withoutCopies(
  known: readonly KnownFinding[],
  seen: readonly SeenObservation[],
  opened: number[],
): number[] {
  const dead = new Set<string>();
  for (const { kind, closedByHand, ordered, key } of known)
    if (kind === 'secret' && closedByHand && !ordered) dead.add(key);
  return dead.size > 0 ? opened.filter((s) => seen[s]!.works || !dead.has(seen[s]!.key)) : opened;
}

/**
 * A revoked secret may lie in the code for ever, so seeing it refutes nothing, unless the tool tried it and it
 * worked. Where the report hides the value, only the very same result is taken for the same secret.
 */
const staysClosed = (finding: KnownFinding, seen: SeenObservation): boolean =>
  finding.kind === 'secret' &&
  finding.closedByHand &&
  !seen.works &&
  (!finding.ordered || finding.content === seen.content);
