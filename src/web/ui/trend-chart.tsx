import '@mantine/charts/styles.layer.css';
import { AreaChart } from '@mantine/charts';
import { useMediaQuery } from '@mantine/hooks';
import { count, number, shortDay } from './format.ts';
import { useNow } from './now.ts';
import classes from './trend.module.css';
import type { TrendProps } from './trend.tsx';
import { type Mark, marksOf, ticksTo } from './trend-marks.ts';

interface TipProps {
  week: TrendProps['weeks'][number] | undefined;
  mark: Mark | undefined;
  now: Date;
}

function Tip({ week, mark, now }: TipProps) {
  if (!week) return null;
  return (
    <div className={classes.tip}>
      <p className={classes.tipTitle}>Week to {shortDay(week.week, now)}</p>
      <p>{count(week.open, 'open finding')}</p>
      <p className={classes.tipNote}>
        {number(week.opened)} opened, {number(week.fixed)} fixed
      </p>
      {mark && <p className={classes.tipNote}>First scans: {mark.label}</p>}
    </div>
  );
}

/** The weeks that get a label: every n-th, counted back from the newest. */
const everyNth = (weeks: TrendProps['weeks'], nth: number) =>
  weeks.filter((_, index) => (weeks.length - 1 - index) % nth === 0).map(({ week }) => week);

/** From zero, with events as thin marks; the numbers of a week are one hover away. */
export default function TrendChart({ weeks, introductions }: TrendProps) {
  const now = useNow();
  const marks = marksOf({ weeks, introductions });
  const narrow = useMediaQuery('(max-width: 620px)');
  const labelled = everyNth(weeks, Math.ceil(weeks.length / (narrow ? 4 : 7)));
  const ticks = ticksTo(Math.max(...weeks.map(({ open }) => open)));
  const top = ticks.at(-1) ?? 'auto';
  return (
    <AreaChart
      h="100%"
      data={weeks}
      dataKey="week"
      series={[{ name: 'open', label: 'Open findings', color: 'var(--lk-accent)' }]}
      curveType="linear"
      withGradient={false}
      fillOpacity={0.12}
      strokeWidth={2}
      withDots={false}
      tickLine="none"
      gridAxis="x"
      strokeDasharray="0"
      textColor="var(--lk-ink-3)"
      gridColor="var(--lk-line)"
      valueFormatter={number}
      xAxisProps={{
        tickFormatter: (week: string) => shortDay(week, now),
        ticks: labelled,
        interval: 0,
      }}
      yAxisProps={{ domain: [0, top], ticks: ticks, width: 48 }}
      areaChartProps={{ margin: { top: 18, right: 26, bottom: 0, left: 0 } }}
      areaProps={{ isAnimationActive: false }}
      referenceLines={marks.map(({ week, label }) => ({
        x: week,
        label: { value: label, position: 'top', fontSize: 11, fill: 'var(--lk-ink-2)' },
        color: 'var(--lk-ink-3)',
        strokeDasharray: '3 3',
      }))}
      tooltipProps={{
        content: ({ label }) => (
          <Tip
            week={weeks.find(({ week }) => week === label)}
            mark={marks.find(({ week }) => week === label)}
            now={now}
          />
        ),
      }}
    />
  );
}
