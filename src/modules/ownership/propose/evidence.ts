/** Where a guess comes from. */
export type ClaimSource = 'CODEOWNERS' | 'descriptor' | 'admin team' | 'committers';

/** One reason to think that a team owns a place. */
export interface Claim {
  source: ClaimSource;
  /** As it would be written in about.yaml: a team's key, or a handle such as @acme/payments. */
  owner: string;
  /** Whether the list of teams has it; null: there is no list. */
  known: boolean | null;
  /** 0 to 1: how far this alone would be believed. */
  strength: number;
  /** A sentence for people. */
  why: string;
}

/** All that was found out about one place. */
export interface Evidence {
  claims: readonly Claim[];
  /** What was looked at and gives no team: people without one, a history that is cut. */
  remarks: readonly string[];
}

export const NO_EVIDENCE: Evidence = { claims: [], remarks: [] };

export const together = (...parts: readonly Evidence[]): Evidence => ({
  claims: parts.flatMap(({ claims }) => claims),
  remarks: parts.flatMap(({ remarks }) => remarks),
});

/**
 * Names of people, files and teams as one short line of plain text: they end up in comments of a file that
 * is committed, and in terminals. Nothing in them may end a line or turn the reading direction.
 */
export const plain = (text: string): string => {
  const clean = text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029\uFFFD]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const letters = [...clean];
  return letters.length > 80 ? `${letters.slice(0, 79).join('')}…` : clean;
};

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

export const rounded = (value: number): number => Math.round(value * 100) / 100;
