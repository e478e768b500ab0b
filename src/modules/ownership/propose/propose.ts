import { type Claim, type ClaimSource, type Evidence, rounded } from './evidence.ts';

/** A team that it could be, and why. */
export interface Candidate {
  owner: string;
  known: boolean | null;
  /** 0 to 1: all claims together, less what speaks for others. */
  confidence: number;
  claims: Claim[];
}

export interface Proposal {
  /** Null: there is not enough to go by. */
  owner: Candidate | null;
  /** The others, the likeliest first. */
  alternatives: Candidate[];
  remarks: string[];
}

/** A guess below this is not worth a developer's time; they know better. */
const ENOUGH = 0.4;
/** Two teams closer than this: either could be meant, and a coin decides nothing. */
const CLOSE = 0.1;
/** Guessing is never knowing. */
const MOST = 0.95;

/**
 * Combines all evidence on one place into one guess. Claims of different sources for the same team support
 * each other (1 − Π(1 − strength), as independent witnesses); the strongest rival takes away up to a half.
 * A team that the list of teams does not have is never proposed: the file would not be accepted.
 * Pure: the order of the evidence does not matter.
 */
export function propose({ claims, remarks }: Evidence): Proposal {
  const groups = [...Map.groupBy(claims, identity).values()].map((group) => group.sort(byStrength));
  const supports = groups.map((group) => ({ group, support: supportOf(group) }));
  const candidates = supports
    .map(({ group, support }): Candidate => {
      const rivals = supports.filter((other) => other.group !== group);
      const rival = Math.max(0, ...rivals.map((other) => other.support));
      const confidence = rounded(Math.min(MOST, support) * (1 - rival / 2));
      return { owner: group[0]!.owner, known: group[0]!.known, confidence, claims: group };
    })
    .sort((a, b) => b.confidence - a.confidence || compare(a.owner, b.owner));
  const [best, second] = candidates.filter(({ known }) => known !== false);
  const clear = best && best.confidence >= ENOUGH && best.confidence - (second?.confidence ?? 0) >= CLOSE;
  if (clear)
    return { owner: best, alternatives: candidates.filter((each) => each !== best), remarks: [...remarks] };
  return { owner: null, alternatives: candidates, remarks: [...remarks, whyNone(best, second)] };
}

/** Without a list of teams a handle's last part is all there is to tell that two names mean one team. */
const identity = ({ owner, known }: Claim): string =>
  (known === null ? owner.slice(owner.lastIndexOf('/') + 1) : owner).replace(/^@/, '').toLowerCase();

function whyNone(best: Candidate | undefined, second: Candidate | undefined): string {
  if (!best) return 'nothing names a team that could be written here';
  if (second && best.confidence >= ENOUGH)
    return `${best.owner} and ${second.owner} are about equally likely: you know which it is`;
  return `${best.owner} is only a guess at ${best.confidence}; ${ENOUGH} is the least we propose`;
}

/** Of one source only its strongest claim counts: two lines of one file are not two witnesses. */
function supportOf(claims: readonly Claim[]): number {
  const bySource = new Map<ClaimSource, number>();
  for (const { source, strength } of claims)
    bySource.set(source, Math.max(bySource.get(source) ?? 0, strength));
  return 1 - [...bySource.values()].reduce((doubt, strength) => doubt * (1 - clamp(strength)), 1);
}

const clamp = (value: number) => Math.min(1, Math.max(0, value));
/** Down to the source: claims that differ in nothing else would stand in the order in which they came. */
const byStrength = (a: Claim, b: Claim) =>
  b.strength - a.strength ||
  compare(a.owner, b.owner) ||
  compare(a.source, b.source) ||
  compare(a.why, b.why);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
