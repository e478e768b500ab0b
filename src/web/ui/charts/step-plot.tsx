import { useMediaQuery } from '@mantine/hooks';
import { Area, usePlotArea, useXAxisScale, ZIndexLayer } from 'recharts';
import { t } from '../../texts/t.ts';
import { percent } from '../format.ts';
import { HousePlot } from './house-plot.tsx';
import { placeLabels } from './marks.ts';
import classes from './plot.module.css';
import { ABOVE_ALL, PlotEnds, roomForEnds } from './plot-ends.tsx';
import { LANE_PX } from './plot-marks.tsx';
import { PlotTip } from './plot-tip.tsx';
import type { StepProps } from './step-chart.tsx';
import { dayTicks, pointOn, stepRows } from './step-rows.ts';

/** The days that were asked for. */
function Limits({ limits }: { limits: NonNullable<StepProps['limits']> }) {
  const area = usePlotArea();
  const xOf = useXAxisScale();
  if (!area || !xOf) return null;
  const points = limits.map(({ day, label }) => ({ x: xOf(day) ?? area.x, text: label }));
  const labels = placeLabels(points, { from: area.x, to: area.x + area.width, lanes: 1 });
  return (
    <ZIndexLayer zIndex={ABOVE_ALL}>
      {points.map(({ x, text }, index) => (
        <g key={text}>
          <line
            x1={x}
            x2={x}
            y1={area.y - 4}
            y2={area.y + area.height}
            stroke="var(--lk-ink-3)"
            strokeDasharray="3 3"
          />
          {labels[index] && (
            <text
              className={classes.label}
              x={labels[index].left}
              y={area.y - 8 - labels[index].lane * LANE_PX}
            >
              {labels[index].text}
            </text>
          )}
        </g>
      ))}
    </ZIndexLayer>
  );
}

export default function StepPlot({ label, curves, limits = [], days }: StepProps) {
  const narrow = useMediaQuery('(max-width: 620px)') ?? false;
  const lastDay = days ?? Math.max(1, ...curves.flatMap(({ points }) => points.map(({ day }) => day)));
  const ends = curves.flatMap((curve) => {
    const last = curve.points.findLast(({ day }) => day <= lastDay);
    return last ? [{ key: curve.key, text: curve.label, value: last.share, look: curve.look }] : [];
  });
  const room = roomForEnds(ends, narrow);
  const shown = limits.filter(({ day }) => day <= lastDay).sort((a, b) => a.day - b.day);
  return (
    <HousePlot
      label={label}
      room={room}
      lanes={shown.length > 0 ? 1 : 0}
      data={stepRows(curves, lastDay)}
      dataKey="day"
      curveType="stepAfter"
      strokeWidth={2}
      series={curves.map(({ label, look }, index) => ({
        name: `s${index}`,
        label,
        type: 'line',
        color: look.color,
        ...(look.dash === undefined ? {} : { strokeDasharray: look.dash }),
      }))}
      xAxisProps={{
        type: 'number',
        domain: [0, lastDay],
        ticks: dayTicks(lastDay),
        interval: narrow ? 'preserveStartEnd' : 0,
        tickFormatter: (day: number) => (day === 0 ? t('0 days') : String(day)),
      }}
      yAxisProps={{
        domain: [0, 1],
        ticks: [0, 0.25, 0.5, 0.75, 1],
        width: 54,
        tickFormatter: (share: number) => `${share * 100} %`,
      }}
      tooltipProps={{
        content: ({ label: at }) => {
          const day = Number(at);
          if (!Number.isFinite(day)) return null;
          return (
            <PlotTip
              title={t('Within {day, plural, one {# day} other {# days}}', { day })}
              rows={curves.flatMap((curve) => {
                const point = pointOn(curve, day);
                if (!point) return [];
                const value = t('{share} ({low} to {high})', {
                  share: percent(point.share),
                  low: percent(point.low),
                  high: percent(point.high),
                });
                return [{ key: curve.key, label: curve.label, look: curve.look, value }];
              })}
            />
          );
        },
      }}
    >
      {curves.map(({ key, look }, index) => (
        <Area
          key={key}
          dataKey={`b${index}`}
          type="stepAfter"
          fill={look.color}
          fillOpacity={0.12}
          stroke="none"
          dot={false}
          activeDot={false}
          isAnimationActive={false}
          connectNulls={false}
        />
      ))}
      <Limits limits={shown} />
      <PlotEnds ends={ends} room={room} />
    </HousePlot>
  );
}
