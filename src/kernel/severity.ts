/** How bad a tool says a result is, worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** 0 = critical … 4 = info: the form in which severity is stored and sorted. */
export const severityRank = (severity: Severity): number => SEVERITIES.indexOf(severity);

export const severityOfRank = (rank: number): Severity => SEVERITIES[rank] ?? 'info';

/** CVSS qualitative rating scale (v3.1 §5, the same in v4.0 §6): 0 none, <4 low, <7 medium, <9 high. */
export function severityOfScore(score: number): Severity {
  if (!(score > 0)) return 'info';
  if (score < 4) return 'low';
  if (score < 7) return 'medium';
  if (score < 9) return 'high';
  return 'critical';
}

/** A histogram with every severity present. */
export function countSeverities(severities: Iterable<Severity>): Record<Severity, number> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const severity of severities) counts[severity]++;
  return counts;
}
