import { t } from '../../texts/t.ts';
import { ACCENT, type Look } from './looks.ts';
import { Early } from './plot-room.tsx';
import { RowFrame, type RowName } from './row-frame.tsx';

export interface DotRow extends RowName {
  /** All null: too little is known to draw. */
  value: number | null;
  low: number | null;
  high: number | null;
  look?: Look;
}

interface Props {
  label: string;
  rows: readonly DotRow[];
  /** End of the axis; the highest of all unless given. */
  top?: number;
  /** A thin line through all rows to compare with, such as the whole. */
  beside?: { value: number; label: string } | undefined;
  /** How a number of the axis is written. */
  format: (value: number) => string;
}

/** A dot for what was measured, a band for where it may well be: rows whose bands overlap cannot be told apart. */
export function DotInterval({ label, rows, top, beside, format }: Props) {
  if (rows.length === 0) return <Early>{t('Nothing to compare with this filter.')}</Early>;
  // An interval of next to nothing would leave no room for all others: what is measured sets the axis.
  const measured = Math.max(1e-9, beside?.value ?? 0, ...rows.map(({ value }) => value ?? 0));
  const highest = top ?? Math.min(Math.max(measured, ...rows.map(({ high }) => high ?? 0)), measured * 2.5);
  const foot = [
    ...(beside ? [{ at: Math.min(1, beside.value / highest), text: beside.label }] : []),
    { at: 0, text: '0' },
    { at: 1, text: format(highest) },
  ];
  return (
    <RowFrame
      label={label}
      rows={rows}
      foot={foot}
      draw={({ value, low, high, look = ACCENT }, { from, width, y }) => {
        const xOf = (number: number) => from + Math.min(1, number / highest) * width;
        return (
          <g>
            <line x1={from} x2={from + width} y1={y} y2={y} stroke="var(--lk-line)" />
            {beside && (
              <line
                x1={xOf(beside.value)}
                x2={xOf(beside.value)}
                y1={y - 15}
                y2={y + 15}
                stroke="var(--lk-ink-3)"
                strokeDasharray="3 3"
              />
            )}
            {low !== null && high !== null && (
              <line
                x1={xOf(low)}
                x2={xOf(high)}
                y1={y}
                y2={y}
                stroke={look.color}
                strokeWidth={6}
                strokeOpacity={0.34}
                strokeLinecap="round"
              />
            )}
            {value !== null && <circle cx={xOf(value)} cy={y} r={4.5} fill={look.color} />}
          </g>
        );
      }}
    />
  );
}
