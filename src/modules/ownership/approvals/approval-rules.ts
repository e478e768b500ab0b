import { GUARDED_FIELDS, type GuardedField } from '../../../contract/approvals.ts';
import { EXPOSURES } from '../../organisation/pure.ts';
import type { DescribedService } from '../forms/descriptor.ts';
import { MISSION_IMPACTS, PR_FEEDBACK } from '../forms/terms.ts';

/** What a descriptor states of the fields by which risk is judged; null is not stated. */
export type GuardedFacts = Pick<DescribedService, GuardedField>;

export interface Waiting {
  field: GuardedField;
  current: unknown;
  wished: unknown;
}

/** What nobody uses any more is worth less; the first is what real people use. */
const BY_LIFECYCLE = ['production', 'deprecated', 'experimental', 'archived'] as const;
/** The name of what holds where no other policy is named. */
const STANDARD = 'standard';

type Comparison = 'stricter' | 'looser' | 'same';

/**
 * What a wished value does to the judgement of risk. A first assessment (exposure, tier, data, …) is more than none;
 * where nothing is stated production, the standard policy and no ceiling for feedback hold. Of two named policies
 * nobody knows which is stricter, so that another one is always looser.
 */
export function stricterOf(field: GuardedField, current: unknown, wished: unknown): Comparison {
  switch (field) {
    case 'exposure':
      return byRank(EXPOSURES, current, wished, EXPOSURES.length);
    case 'missionImpact':
      return byRank(MISSION_IMPACTS.toReversed(), current, wished, MISSION_IMPACTS.length);
    case 'tier':
      return compared(tierRank(current), tierRank(wished));
    case 'lifecycle':
      return byRank(BY_LIFECYCLE, current, wished, 0);
    case 'prFeedback':
      return byRank(PR_FEEDBACK.toReversed(), current, wished, 0);
    case 'slaPolicy':
      return (current ?? STANDARD) === (wished ?? STANDARD) ? 'same' : 'looser';
    case 'data':
    case 'compliance':
      return bySet(setOf(current), setOf(wished));
    case 'bugBounty':
      return bySet(bountyOf(current), bountyOf(wished));
  }
}

/** The first of the words is the strictest. @param unstated where nothing stated stands */
function byRank(words: readonly string[], current: unknown, wished: unknown, unstated: number): Comparison {
  const rank = (value: unknown) => (typeof value === 'string' ? words.indexOf(value) : unstated);
  return compared(rank(current), rank(wished));
}

const tierRank = (tier: unknown): number => (typeof tier === 'number' ? tier : Number.MAX_SAFE_INTEGER);

const compared = (current: number, wished: number): Comparison =>
  wished === current ? 'same' : wished < current ? 'stricter' : 'looser';

/** To lack one of them is looser, whatever else is added. */
function bySet(current: ReadonlySet<string>, wished: ReadonlySet<string>): Comparison {
  for (const one of current) if (!wished.has(one)) return 'looser';
  return wished.size > current.size ? 'stricter' : 'same';
}

const setOf = (value: unknown): Set<string> =>
  new Set(Array.isArray(value) ? value.map(String).filter((name) => name !== 'none') : []);

function bountyOf(value: unknown): Set<string> {
  if (typeof value !== 'object' || value === null || !('inScope' in value) || value.inScope !== true)
    return new Set();
  const assets = 'assets' in value ? value.assets : [];
  return new Set(['in scope', ...setOf(assets)]);
}

/**
 * What counts of a newly read file: stricter at once, looser only once somebody approves.
 * @param previous what counted until now; a field that is left out was never judged and is taken as read
 */
export function guarded(
  previous: Partial<GuardedFacts>,
  read: GuardedFacts,
): { inForce: GuardedFacts; waiting: Waiting[] } {
  const inForce: Record<string, unknown> = {};
  const waiting: Waiting[] = [];
  for (const field of GUARDED_FIELDS) {
    const [current, wished] = [previous[field], read[field]];
    if (current === undefined || stricterOf(field, current, wished) !== 'looser') inForce[field] = wished;
    else {
      inForce[field] = together(field, current, wished);
      waiting.push({ field, current: inForce[field], wished });
    }
  }
  return { inForce: inForce as unknown as GuardedFacts, waiting };
}

/** What stays, with what the wish adds to it. */
function together(field: GuardedField, current: unknown, wished: unknown): unknown {
  if (field === 'data' || field === 'compliance') return [...new Set([...setOf(current), ...setOf(wished)])];
  return current;
}

/**
 * What is known of a folder before its first file is read: what the files around it say, and the registry's row;
 * the stricter of the two.
 * @param around the nearest first
 */
export function knownBefore(
  around: readonly GuardedFacts[],
  row: Partial<GuardedFacts> | null,
): Partial<GuardedFacts> {
  const known: Record<string, unknown> = {};
  for (const field of GUARDED_FIELDS) {
    const inherited = around.map((facts) => facts[field]).find((value) => value !== null) ?? null;
    const registered = isStated(row?.[field]) ? row![field] : null;
    const value =
      inherited === null || registered === null
        ? (inherited ?? registered)
        : stricterOf(field, inherited, registered) === 'stricter'
          ? registered
          : inherited;
    if (value !== null) known[field] = value;
  }
  return known as Partial<GuardedFacts>;
}

const isStated = (value: unknown): boolean =>
  value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);

export const factsOf = (service: DescribedService): GuardedFacts =>
  Object.fromEntries(GUARDED_FIELDS.map((field) => [field, service[field]])) as unknown as GuardedFacts;

/** As people read it: `internet`, `pci, pii`, `not stated`. */
export function factInWords(value: unknown): string {
  if (value === null || value === undefined) return 'not stated';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  if (typeof value === 'object') {
    const set = bountyOf(value);
    return set.size === 0 ? 'not in scope' : [...set].join(', ');
  }
  return String(value);
}

export const waitingInWords = ({ field, current, wished }: Waiting): string =>
  `${field}: ${factInWords(wished)} instead of ${factInWords(current)}`;
