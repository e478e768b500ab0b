import type { Policy } from '../document/compile.ts';
import type { Basis, Facts } from './facts.ts';
import type { Verdict } from './verdict.ts';

/**
 * Verdicts met before, each in the slot that its facts point to: real scans need hundreds. What two combinations
 * want, the later one has: a slot is a guess, and only equal facts get the verdict that lies there.
 */
const SLOTS = 1 << 14;

/** Verdicts of one policy; at most as many as there are slots, some tens of megabytes. */
export type Remembered = (Verdict | undefined)[];

export const nothingRemembered = (): Remembered => new Array<Verdict | undefined>(SLOTS);

/** The verdict on equal facts, or the one that `judge` makes now. */
export function verdictOf(
  policy: Policy,
  facts: Facts,
  judge: (policy: Policy, facts: Facts, read: readonly unknown[]) => Verdict,
): Verdict {
  const { reads, verdicts } = policy;
  const groups = facts as unknown as Record<string, Record<string, unknown>>;
  let mixed = mixOfBasis(facts);
  for (const { group, field } of reads) mixed = mix(mixed, groups[group]![field]);
  const slot = (mixed ^ (mixed >>> 15)) & (SLOTS - 1);
  const known = verdicts[slot];
  if (known && isSame(known, reads, facts, groups)) return known;
  const verdict = judge(
    policy,
    facts,
    reads.map(({ group, field }) => groups[group]![field]),
  );
  verdicts[slot] = verdict;
  return verdict;
}

/** The facts of the basis in which neighbours differ. */
function mixOfBasis({ service, intel, trust }: Facts): number {
  let mixed = mix(17, service.name);
  mixed = mix(mixed, service.exposure);
  mixed = mix(mixed, intel.epss);
  mixed = mix(mixed, intel.epssPercentile);
  mixed = mix(mixed, intel.kev);
  return mix(mixed, trust.mode);
}

/** A few characters of a text are enough for a guess. */
function mix(mixed: number, value: unknown): number {
  return Math.imul(mixed ^ numberOf(value), 0x9e3779b1) ^ (mixed >>> 13);
}

function numberOf(value: unknown): number {
  switch (typeof value) {
    case 'string': {
      const last = value.length - 1;
      if (last < 0) return 7;
      return (
        value.length |
        (value.charCodeAt(0) << 5) |
        (value.charCodeAt(last) << 12) |
        (value.charCodeAt((last * 3) >> 2) << 19)
      );
    }
    case 'number':
      return value * 1_000_003;
    case 'boolean':
      return value ? 2 : 3;
    default:
      return 5;
  }
}

function isSame(
  { basis, read }: Verdict,
  reads: Policy['reads'],
  facts: Facts,
  groups: Record<string, Record<string, unknown>>,
): boolean {
  for (let i = 0; i < reads.length; i++) {
    const { group, field } = reads[i]!;
    if (!sameValue(read[i], groups[group]![field])) return false;
  }
  return (
    (basis.intel === facts.intel || sameIntel(basis.intel, facts.intel)) &&
    (basis.service === facts.service || sameService(basis.service, facts.service)) &&
    (basis.trust === facts.trust || sameTrust(basis.trust, facts.trust))
  );
}

// Field by field and not in a loop over names: this is asked for every finding.
const sameIntel = (a: Basis['intel'], b: Basis['intel']): boolean =>
  Object.is(a.epss, b.epss) &&
  Object.is(a.epssPercentile, b.epssPercentile) &&
  a.kev === b.kev &&
  a.kevSince === b.kevSince &&
  a.published === b.published &&
  a.ransomware === b.ransomware &&
  a.exploitation === b.exploitation &&
  a.automatable === b.automatable &&
  a.technicalImpact === b.technicalImpact &&
  sameList(a.sources, b.sources);

const sameService = (a: Basis['service'], b: Basis['service']): boolean =>
  a.name === b.name &&
  a.exposure === b.exposure &&
  Object.is(a.tier, b.tier) &&
  a.lifecycle === b.lifecycle &&
  sameList(a.data, b.data) &&
  sameList(a.compliance, b.compliance);

const sameTrust = (a: Basis['trust'], b: Basis['trust']): boolean =>
  a.mode === b.mode && a.demoted === b.demoted;

function sameList(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

const sameValue = (a: unknown, b: unknown): boolean =>
  Object.is(a, b) || (Array.isArray(a) && Array.isArray(b) && sameList(a as string[], b as string[]));
