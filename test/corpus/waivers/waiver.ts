import type { Severity } from '../../../src/kernel/severity.ts';

/** Where we read a report differently from the peer, on purpose, and why a user would agree. */
export interface Waiver {
  file: string;
  /** What differs: `count`, `severities`, or one field (of the finding at `index`, else of all). */
  what: string;
  index?: number;
  reason: string;
  /** What we read instead, for counts and severities. */
  ours?: number | Record<Severity, number>;
}

export const counts = (critical: number, high: number, medium: number, low: number, info: number) => ({
  critical,
  high,
  medium,
  low,
  info,
});

/** One file whose number of results differs, and therefore its severities. */
export const recount = (file: string, ours: Record<Severity, number>, reason: string): Waiver[] => [
  { file, what: 'count', ours: Object.values(ours).reduce((sum, n) => sum + n), reason },
  { file, what: 'severities', ours, reason },
];
