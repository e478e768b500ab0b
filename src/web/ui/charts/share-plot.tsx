import { useMediaQuery } from '@mantine/hooks';
import { usePlotArea, useXAxisScale, useYAxisScale, ZIndexLayer } from 'recharts';
import { number, percent } from '../format.ts';
import { HousePlot } from './house-plot.tsx';
import classes from './plot.module.css';
import { ABOVE_ALL, PlotEnds, roomForEnds } from './plot-ends.tsx';
import { PlotTip } from './plot-tip.tsx';
import { labelled, widthOf } from './scale.ts';
import type { SharePart, ShareProps } from './share-chart.tsx';

/** Lower ones have no room for their number; it is one hover away, and in the table. */
const LEAST_PX = 15;
const MOST_WIDE_PX = 72;

interface Segment {
  column: number;
  part: SharePart;
  value: number;
  from: number;
  to: number;
}

function segmentsOf({ columns, parts }: Pick<ShareProps, 'columns' | 'parts'>): Segment[] {
  return columns.flatMap((_, column) => {
    const whole = parts.reduce((sum, { values }) => sum + (values[column] ?? 0), 0);
    let from = 0;
    return parts.flatMap((part) => {
      const value = part.values[column] ?? 0;
      if (value === 0) return [];
      const segment = { column, part, value, from, to: from + value / whole };
      from = segment.to;
      return [segment];
    });
  });
}

/** The counts in the parts, and how much each column is in all. */
function Numbers({ columns, segments }: { columns: readonly string[]; segments: readonly Segment[] }) {
  const area = usePlotArea();
  const xOf = useXAxisScale();
  const yOf = useYAxisScale();
  if (!area || !xOf || !yOf) return null;
  const pitch = area.width / columns.length;
  const wide = Math.min(MOST_WIDE_PX, pitch * 0.8);
  const middle = (column: number) => xOf(String(column), { position: 'middle' }) ?? area.x;
  return (
    <ZIndexLayer zIndex={ABOVE_ALL}>
      {segments.map(({ column, part, value, from, to }) => {
        const [low, high] = [yOf(from) ?? 0, yOf(to) ?? 0];
        if (low - high < LEAST_PX || widthOf(number(value)) > wide) return null;
        return (
          <text
            key={`${column} ${part.key}`}
            className={classes.segment}
            x={middle(column)}
            y={(low + high) / 2 + 4}
            textAnchor="middle"
            fill={part.look.ink ?? 'var(--lk-surface)'}
          >
            {number(value)}
          </text>
        );
      })}
      {columns.map((name, column) => {
        const whole = segments.reduce((sum, each) => sum + (each.column === column ? each.value : 0), 0);
        if (whole === 0 || widthOf(number(whole)) > pitch) return null;
        return (
          <text key={name} className={classes.label} x={middle(column)} y={area.y - 6} textAnchor="middle">
            {number(whole)}
          </text>
        );
      })}
    </ZIndexLayer>
  );
}

export default function SharePlot({ label, columns, parts, unit }: ShareProps) {
  const narrow = useMediaQuery('(max-width: 620px)') ?? false;
  const segments = segmentsOf({ columns, parts });
  const ends = segments
    .filter(({ column }) => column === columns.length - 1)
    .map(({ part, from, to }) => ({
      key: part.key,
      text: `${percent(to - from)} ${part.label}`,
      value: (from + to) / 2,
      look: part.look,
    }));
  const room = roomForEnds(ends, narrow);
  const ticks = labelled(
    columns.map((_, column) => String(column)),
    narrow ? 3 : 12,
  );
  return (
    <HousePlot
      label={label}
      room={room}
      expand
      data={columns.map((name, column) => ({
        column: String(column),
        name,
        ...Object.fromEntries(parts.map(({ values }, index) => [`s${index}`, values[column] ?? 0])),
      }))}
      dataKey="column"
      maxBarWidth={MOST_WIDE_PX}
      series={parts.map(({ label, look }, index) => ({
        name: `s${index}`,
        label,
        type: 'bar',
        color: look.color,
      }))}
      barProps={() => ({ stackId: 'all', stroke: 'var(--lk-surface)', strokeOpacity: 1, strokeWidth: 1 })}
      xAxisProps={{ tickFormatter: (column: string) => columns[Number(column)] ?? '', ticks, interval: 0 }}
      yAxisProps={{
        domain: [0, 1],
        ticks: [0, 0.25, 0.5, 0.75, 1],
        width: 54,
        tickFormatter: (share: number) => `${share * 100} %`,
      }}
      tooltipProps={{
        content: ({ label: at }) => {
          const column = Number(at);
          const found = segments.filter((each) => each.column === column);
          if (found.length === 0) return null;
          const whole = found.reduce((sum, { value }) => sum + value, 0);
          return (
            <PlotTip
              title={`${columns[column]}: ${unit(whole)}`}
              rows={found
                .map(({ part, value, from, to }) => ({
                  key: part.key,
                  label: part.label,
                  look: { color: part.look.color },
                  value: `${number(value)} · ${percent(to - from)}`,
                }))
                .reverse()}
            />
          );
        },
      }}
    >
      <Numbers columns={columns} segments={segments} />
      <PlotEnds ends={ends} room={room} />
    </HousePlot>
  );
}
