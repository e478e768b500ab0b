import type { KnownFinding } from '../findings/public.ts';
import { type Hints, track } from '../findings/pure.ts';
import type { SeenObservation } from './read.ts';

/** What a scan says about the findings that were known before it. */
export interface Comparison {
  /** For each seen observation the known finding it continues, or null when it is new. */
  partner: (KnownFinding | null)[];
  /** Seen observations whose finding has to be written: moved, re-rated, reworded, come back. */
  changed: number[];
  opened: number[];
  fixed: KnownFinding[];
  /** Absent but not proven fixed by it: secrets and findings made by hand. */
  removed: KnownFinding[];
  /** What is live now is what was seen: the same results again would change nothing. */
  settled: boolean;
  delta: { opened: number; seen: number; moved: number; fixed: number; reopened: number };
}

export interface Closing {
  /** Complete, of the same rule set: absence proves the fix. */
  complete: boolean;
  /** Path prefixes the scan was limited to; null = everything. */
  paths: readonly string[] | null;
}

/** Kinds that no scan can close: a secret is fixed when revoked, a finding by hand when retested. */
const NOT_CLOSED_BY_SCAN: ReadonlySet<string> = new Set(['secret', 'manual']);

/** Step 5 of the line, first half: aligns what is known with what was seen. Pure. */
export function compare(
  known: readonly KnownFinding[],
  seen: readonly SeenObservation[],
  closing: Closing,
  hints: Hints = {},
): Comparison {
  const alignment = track(known, seen, { ...hints, whole: closing.complete });
  const partner: (KnownFinding | null)[] = new Array(seen.length).fill(null);
  const changed: number[] = [];
  // Keys of values that nothing accepts any more: a copy of one in another file is no new weakness.
  const dead = new Set<string>();
  for (const finding of known) if (isDeadValue(finding)) dead.add(finding.key);
  let moved = 0;
  let reopened = 0;
  let settled = true;
  for (const [k, s] of alignment.matched) {
    const finding = known[k]!;
    partner[s] = finding;
    if (finding.newer) {
      settled = false;
      continue;
    }
    if (staysClosed(finding, seen[s]!)) continue;
    if (finding.state === 'fixed') reopened += seen[s]!.excepted ? 0 : 1;
    else if (finding.content === seen[s]!.content && !finding.absent) continue;
    else if (finding.line !== seen[s]!.line || finding.key !== seen[s]!.key) moved++;
    changed.push(s);
  }
  const opened =
    dead.size > 0
      ? alignment.opened.filter((s) => seen[s]!.works || !dead.has(seen[s]!.key))
      : alignment.opened;
  const missing = alignment.missing.map((index) => known[index]!);
  const provenAbsent = closing.complete
    ? missing.filter((finding) => !finding.newer && inScope(finding, closing.paths))
    : [];
  const removed = provenAbsent.filter((finding) => NOT_CLOSED_BY_SCAN.has(finding.kind) && !finding.absent);
  const fixed = provenAbsent.filter((finding) => !NOT_CLOSED_BY_SCAN.has(finding.kind));
  return {
    partner,
    changed,
    opened,
    fixed,
    removed,
    settled: settled && provenAbsent.length === missing.length,
    delta: {
      opened: opened.length,
      seen: seen.length - opened.length,
      moved,
      fixed: fixed.length,
      reopened,
    },
  };
}

const isDeadValue = ({ kind, closedByHand, ordered }: KnownFinding): boolean =>
  kind === 'secret' && closedByHand && !ordered;

/**
 * A revoked secret may lie in the code for ever, so seeing it refutes nothing, unless the tool tried it and it
 * worked. Where the report hides the value, only the very same result is taken for the same secret.
 */
const staysClosed = (finding: KnownFinding, seen: SeenObservation): boolean =>
  finding.kind === 'secret' &&
  finding.closedByHand &&
  !seen.works &&
  (!finding.ordered || finding.content === seen.content);

const inScope = ({ place: path }: KnownFinding, paths: readonly string[] | null): boolean =>
  paths === null || paths.some((prefix) => path !== null && isInside(path, prefix));

/** `services/pay` is a folder or a file; `services/payments` is neither in it nor it. */
const isInside = (path: string, prefix: string): boolean =>
  prefix === '' || path === prefix || path.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`);
