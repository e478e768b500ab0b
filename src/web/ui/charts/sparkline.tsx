import type { Look } from './looks.ts';
import { ACCENT } from './looks.ts';

interface Props {
  /** What it shows, with its last number: "Open findings of Checkout, 12 weeks, now 31". */
  label: string;
  /** Oldest first; null where nothing is known. */
  values: readonly (number | null)[];
  look?: Look;
  width?: number;
  height?: number;
  /** Highest number of all that stand beside each other, so that they compare; its own unless given. */
  top?: number;
}

/** A small line from zero, for a row of a table; the number itself stands beside it. */
export function Sparkline({ label, values, look = ACCENT, width = 96, height = 24, top }: Props) {
  const highest = Math.max(1, top ?? 0, ...values.map((value) => value ?? 0));
  const xOf = (index: number) => 2 + (index * (width - 6)) / Math.max(1, values.length - 1);
  const yOf = (value: number) => height - 2 - (value / highest) * (height - 5);
  const path = values
    .map((value, index) =>
      value === null
        ? ''
        : `${values[index - 1] == null ? 'M' : 'L'}${xOf(index).toFixed(1)} ${yOf(value).toFixed(1)}`,
    )
    .join('');
  const last = values.findLastIndex((value) => value !== null);
  return (
    <svg width={width} height={height} role="img" aria-label={label} viewBox={`0 0 ${width} ${height}`}>
      <path d={`M1 ${height - 1.5}H${width - 1}`} stroke="var(--lk-line-strong)" strokeWidth="1" />
      <path d={path} fill="none" stroke={look.color} strokeWidth="1.5" strokeLinejoin="round" />
      {last >= 0 && <circle cx={xOf(last)} cy={yOf(values[last]!)} r="2.3" fill={look.color} />}
    </svg>
  );
}
