export interface Row {
  path: string;
  count: number;
  p50: number;
  p95: number;
  p99: number;
  kilobytes: number;
  /** Times the p50 of a tenth of the findings; NaN = not asked there. */
  grown: number;
  /** The address that takes longest when nothing else is asked. */
  slowestAlone: { address: string; ms: number } | null;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((share / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** Slowest first. */
export function tableOf(rows: readonly Row[]): string {
  const cells = [...rows]
    .sort((a, b) => b.p95 - a.p95)
    .map((row) => [
      row.path.padEnd(58),
      String(row.count).padStart(6),
      ...[row.p50, row.p95, row.p99].map((ms) => ms.toFixed(1).padStart(8)),
      row.kilobytes.toFixed(1).padStart(8),
      row.grown.toFixed(2).padStart(7),
      row.slowestAlone ? `${row.slowestAlone.ms.toFixed(1).padStart(8)}  ${row.slowestAlone.address}` : '',
    ]);
  const head = [
    'endpoint'.padEnd(58),
    'count'.padStart(6),
    ...['p50', 'p95', 'p99', 'kB'].map((name) => name.padStart(8)),
    'grown'.padStart(7),
    '   alone  slowest address',
  ];
  return [head, ...cells].map((line) => line.join(' ')).join('\n');
}
