import type { Overview } from '../../contract/insight.ts';
import { t } from '../texts/t.ts';
import { ACCENT } from './charts/looks.ts';
import { TrendChart } from './charts/trend-chart.tsx';

interface Props {
  weeks: Overview['weeks'];
  introductions?: Overview['toolIntroductions'];
}

/** Open findings by week; a new tool's backlog shows as a thin mark, so that a jump is explained. */
export function Trend({ weeks, introductions = [] }: Props) {
  return (
    <TrendChart
      label={t('Open findings by week')}
      at={weeks.map(({ week }) => week.slice(0, 10))}
      series={[{ key: 'open', label: t('Open'), look: ACCENT, values: weeks.map(({ open }) => open) }]}
      marks={introductions.map(({ tool, at }) => ({ at: at.slice(0, 10), label: tool, kind: 'tool' }))}
      height={232}
    />
  );
}
