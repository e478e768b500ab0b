import { useMediaQuery } from '@mantine/hooks';
import { t } from '../../texts/t.ts';
import { number } from '../format.ts';
import { useNow } from '../now.ts';
import { axisDay, STEP_DAYS, wholeDay } from './days.ts';
import { HousePlot } from './house-plot.tsx';
import { groupMarks } from './marks.ts';
import { type End, PlotEnds, roomForEnds } from './plot-ends.tsx';
import { MARK_LANES, PlotMarks } from './plot-marks.tsx';
import { PlotTip } from './plot-tip.tsx';
import { labelled, ticksTo } from './scale.ts';
import type { TrendProps, TrendSeries } from './trend-chart.tsx';

/** Names of tools may hold dots, which the library would take for a path. */
const nameOf = (index: number) => `s${index}`;

/** Where each line ends, or the middle of each area's end. */
function endsOf(series: readonly TrendSeries[], stacked: boolean): End[] {
  let below = 0;
  return series.flatMap(({ key, label, look, values }) => {
    const last = values.findLast((value) => value !== null) ?? null;
    if (last === null || (stacked && last === 0)) return [];
    const value = stacked ? below + last / 2 : last;
    below += last;
    return [{ key, look, value, text: `${label} ${number(last)}` }];
  });
}

const highest = (series: readonly TrendSeries[], points: number, stacked: boolean) =>
  Math.max(
    1,
    ...Array.from({ length: points }, (_, point) => {
      const values = series.map(({ values }) => values[point] ?? 0);
      return stacked ? values.reduce((sum, value) => sum + value, 0) : Math.max(0, ...values);
    }),
  );

export default function TrendPlot(props: TrendProps) {
  const { label, at, series, step = 'week', stacked = false, marks = [], unit } = props;
  const now = useNow();
  const narrow = useMediaQuery('(max-width: 620px)') ?? false;
  const groups = groupMarks(at, marks, STEP_DAYS[step]);
  const ticks = ticksTo(highest(series, at.length, stacked));
  const ends = endsOf(series, stacked);
  const room = roomForEnds(ends, narrow);
  const rows = at.map((day, point) => ({
    at: day,
    ...Object.fromEntries(series.map(({ values }, index) => [nameOf(index), values[point] ?? null])),
  }));
  const lookOf = (name: string) => series[Number(name.slice(1))]!.look;
  return (
    <HousePlot
      label={label}
      room={room}
      lanes={groups.length > 0 ? MARK_LANES : 0}
      data={rows}
      dataKey="at"
      strokeWidth={2}
      series={series.map(({ label, look }, index) => ({
        name: nameOf(index),
        label,
        type: stacked ? 'area' : 'line',
        color: look.color,
        ...(look.dash === undefined ? {} : { strokeDasharray: look.dash }),
      }))}
      areaProps={({ name }) => ({
        stackId: 'all',
        fillOpacity: lookOf(name).faint ? 0.16 : 0.62,
        strokeWidth: 1.5,
        fill: lookOf(name).color,
      })}
      xAxisProps={{
        tickFormatter: (day: string) => axisDay(day, step, now),
        ticks: labelled(at, narrow ? 3 : 8),
        interval: 0,
      }}
      yAxisProps={{ domain: [0, ticks.at(-1)!], ticks, width: 46, tickFormatter: number }}
      tooltipProps={{
        content: ({ label: day }) => {
          const point = at.indexOf(String(day));
          if (point < 0) return null;
          const group = groups.find(({ at }) => at === day);
          const total = series.reduce((sum, { values }) => sum + (values[point] ?? 0), 0);
          return (
            <PlotTip
              title={wholeDay(at[point]!, step)}
              rows={series.map(({ key, label, look, values }) => ({
                key,
                label,
                look,
                value: values[point] == null ? t('not known') : number(values[point]),
              }))}
              notes={[
                ...(stacked && series.length > 1
                  ? [t('{value} in all', { value: unit ? unit(total) : number(total) })]
                  : []),
                ...(group?.marks ?? []).map(({ label, kind }) =>
                  kind === 'tool' ? t('New: {label}', { label }) : label,
                ),
              ]}
            />
          );
        },
      }}
    >
      <PlotMarks groups={groups} />
      <PlotEnds ends={ends} room={room} />
    </HousePlot>
  );
}
