import type { Policy } from '../document/compile.ts';
import type { Basis, Facts } from './facts.ts';
import type { Verdict } from './verdict.ts';

/**
 * Verdicts met before, each in the slot that its facts point to: real scans need hundreds. What two combinations
 * want, the later one has: a slot is a guess, and only equal facts get the verdict that lies there.
 */
const SLOTS = 1 << 14;

/** Facts of the finding that nearly every policy reads. */
type Usual = Pick<
  Facts['finding'],
  'kind' | 'severity' | 'verified' | 'fixAvailable' | 'reachable' | 'waitsFor'
>;
const USUAL: ReadonlySet<string> = new Set<keyof Usual>([
  'kind',
  'severity',
  'verified',
  'fixAvailable',
  'reachable',
  'waitsFor',
]);

interface Kept {
  verdict: Verdict;
  finding: Usual;
  /** Values of `others`, in their order. */
  values: readonly unknown[];
}

/** Verdicts of one policy; at most as many as there are slots, some tens of megabytes. */
export interface Remembered {
  slots: (Kept | undefined)[];
  /** What was seen last at each slot: a verdict is kept when its facts come a second time. */
  seen: Int32Array;
  /** What this policy reads besides the basis and the usual facts of a finding. */
  others: Policy['reads'];
}

export const nothingRemembered = (reads: Policy['reads']): Remembered => ({
  slots: new Array<Kept | undefined>(SLOTS),
  seen: new Int32Array(SLOTS),
  others: reads.filter(({ group, field }) => group !== 'finding' || !USUAL.has(field)),
});

/** The verdict on equal facts, or the one that `judge` makes now. */
export function verdictOf(
  policy: Policy,
  facts: Facts,
  judge: (policy: Policy, facts: Facts) => Verdict,
): Verdict {
  const { slots, seen, others } = policy.verdicts;
  const values = others.length === 0 ? NONE : others.map((read) => readOf(facts, read));
  let mixed = mixOfFacts(facts);
  for (const value of values) mixed = mix(mixed, value);
  const slot = (mixed ^ (mixed >>> 15)) & (SLOTS - 1);
  const known = slots[slot];
  if (known && sameFinding(known.finding, facts.finding) && sameBasis(known.verdict.basis, facts)) {
    if (values.length === 0 || known.values.every((value, i) => sameValue(value, values[i])))
      return known.verdict;
  }
  const verdict = judge(policy, facts);
  if (seen[slot] === mixed) slots[slot] = { verdict, finding: usualOf(facts.finding), values };
  else seen[slot] = mixed;
  return verdict;
}

const usualOf = ({
  kind,
  severity,
  verified,
  fixAvailable,
  reachable,
  waitsFor,
}: Facts['finding']): Usual => ({ kind, severity, verified, fixAvailable, reachable, waitsFor });

const NONE: readonly unknown[] = [];

const readOf = (facts: Facts, { group, field }: Policy['reads'][number]): unknown =>
  (facts as unknown as Record<string, Record<string, unknown>>)[group]![field];

/** The facts in which neighbours differ. */
function mixOfFacts({ finding, service, intel, trust }: Facts): number {
  let mixed = mixWord(17, finding.kind);
  mixed = mixWord(mixed, finding.severity);
  mixed = mixTruth(mixed, finding.fixAvailable);
  mixed = mixTruth(mixed, finding.verified);
  mixed = mixText(mixed, service.name);
  mixed = mixWord(mixed, service.exposure);
  mixed = mixNumber(mixed, intel.epss);
  mixed = mixNumber(mixed, intel.epssPercentile);
  mixed = mixTruth(mixed, intel.kev);
  mixed = mixWord(mixed, intel.exploitation);
  mixed = mixWord(mixed, intel.automatable);
  mixed = mixWord(mixed, intel.technicalImpact);
  return mixWord(mixed, trust.mode);
}

const turn = (mixed: number, value: number): number => {
  const turned = Math.imul(mixed ^ value, 0x9e3779b1);
  return turned ^ (turned >>> 13);
};

/** Words of a fixed list: their ends tell them apart. */
function mixWord(mixed: number, text: string | null): number {
  if (text === null || text.length === 0) return turn(mixed, 5);
  return turn(mixed, (text.length << 16) | (text.charCodeAt(0) << 8) | text.charCodeAt(text.length - 1));
}

const MAX_READ = 64;

/** Names of one house resemble each other: they are read from the end, where they differ. */
function mixText(mixed: number, text: string | null): number {
  if (text === null) return turn(mixed, 5);
  let read = text.length;
  for (let i = text.length - 1; i >= 0 && i >= text.length - MAX_READ; i--)
    read = (Math.imul(read, 31) + text.charCodeAt(i)) | 0;
  return turn(mixed, read);
}

const mixNumber = (mixed: number, value: number | null): number =>
  turn(mixed, value === null ? 7 : value * 1_000_003);
const mixTruth = (mixed: number, value: boolean | null): number =>
  turn(mixed, value === null ? 7 : value ? 2 : 3);

function mix(mixed: number, value: unknown): number {
  if (typeof value === 'string') return mixText(mixed, value);
  return typeof value === 'number' ? mixNumber(mixed, value) : turn(mixed, value === true ? 2 : 3);
}

// Field by field and not in a loop over names: this is asked for every finding.
const sameFinding = (a: Usual, b: Usual): boolean =>
  a.kind === b.kind &&
  a.severity === b.severity &&
  a.fixAvailable === b.fixAvailable &&
  a.verified === b.verified &&
  a.reachable === b.reachable &&
  a.waitsFor === b.waitsFor;

const sameBasis = (a: Basis, b: Basis): boolean =>
  (a.intel === b.intel || sameIntel(a.intel, b.intel)) &&
  (a.service === b.service || sameService(a.service, b.service)) &&
  (a.trust === b.trust || sameTrust(a.trust, b.trust));

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
