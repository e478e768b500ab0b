import type { Severity } from '../../kernel/severity.ts';

/** Veracode's levels, from very high to informational. */
export const SEVERITIES: Record<string, Severity> = {
  5: 'critical',
  4: 'high',
  3: 'medium',
  2: 'low',
  1: 'low',
  0: 'info',
};
