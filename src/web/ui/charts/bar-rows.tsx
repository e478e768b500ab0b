import { t } from '../../texts/t.ts';
import { ACCENT, type Look } from './looks.ts';
import { Early } from './plot-room.tsx';
import { RowFrame, type RowName } from './row-frame.tsx';

export interface BarRow extends RowName {
  value: number;
  /** The whole of which `value` is a part: drawn as a faint bar behind. */
  of?: number;
  look?: Look;
  /** What `value` is made of, side by side; they sum up to it. */
  parts?: readonly { key: string; value: number; look: Look }[];
}

/** Each part begins where the one before ends. */
function placed({ value, look = ACCENT, parts = [{ key: 'all', value, look }] }: BarRow) {
  let from = 0;
  return parts
    .filter((part) => part.value > 0)
    .map((part) => {
      const place = { ...part, from };
      from += part.value;
      return place;
    });
}

/** One bar a row, from zero, its number in words at the end. */
export function BarRows({ label, rows }: { label: string; rows: readonly BarRow[] }) {
  if (rows.length === 0) return <Early>{t('Nothing to show with this filter.')}</Early>;
  const highest = Math.max(1e-9, ...rows.map(({ value, of = 0 }) => Math.max(value, of)));
  return (
    <RowFrame
      label={label}
      rows={rows}
      draw={(row, { from, width, y }) => {
        const scale = width / highest;
        return (
          <g>
            {row.of !== undefined && (
              <rect x={from} y={y - 7} width={row.of * scale} height={14} rx={2} fill="var(--lk-line)" />
            )}
            {placed(row).map((part) => (
              <rect
                key={part.key}
                x={from + part.from * scale}
                y={y - 7}
                width={Math.max(1.5, part.value * scale - 1)}
                height={14}
                rx={1.5}
                fill={part.look.color}
                fillOpacity={part.look.faint ? 0.3 : 1}
              />
            ))}
            <line x1={from} x2={from} y1={y - 11} y2={y + 11} stroke="var(--lk-line-strong)" />
          </g>
        );
      }}
    />
  );
}
