import type { Severity } from '../../kernel/severity.ts';

/** Qualys' levels: 1 minimal, 2 medium, 3 serious, 4 critical, 5 urgent. */
export const LEVELS: Readonly<Record<string, Severity>> = {
  1: 'info',
  2: 'low',
  3: 'medium',
  4: 'high',
  5: 'critical',
};

/** `8.1 (AV:N/AC:H/…)`: the score. */
export const baseScore = (told: string | undefined): number | undefined => {
  const score = Number.parseFloat(told ?? '');
  return score >= 0 && score <= 10 ? score : undefined;
};

/** `8.1 (AV:N/AC:H/PR:N/…)`: the vector; what has a `PR` is of version 3. */
export function baseVector(told: string | undefined): string | undefined {
  const vector = /\((AV:[^()]+)\)/.exec(told ?? '')?.[1];
  return vector?.includes('/PR:') ? `CVSS:3.1/${vector}` : vector;
}
