import { lazy } from 'react';
import { t } from '../../texts/t.ts';
import type { Step } from './days.ts';
import type { Look } from './looks.ts';
import type { Mark } from './marks.ts';
import { Early, PlotRoom } from './plot-room.tsx';

const TrendPlot = lazy(() => import('./trend-plot.tsx'));

export interface TrendSeries {
  key: string;
  label: string;
  look: Look;
  /** One for each of `at`; null where nothing is known. */
  values: readonly (number | null)[];
}

export interface TrendProps {
  /** What the picture shows, for those who hear it. */
  label: string;
  /** First day of each point, `YYYY-MM-DD`, oldest first. */
  at: readonly string[];
  /** The first is drawn at the bottom when stacked: put there what matters most. */
  series: readonly TrendSeries[];
  /** What a point covers; weeks unless said otherwise. */
  step?: Step;
  /** Areas on top of each other instead of lines. */
  stacked?: boolean;
  marks?: readonly Mark[];
  /** What is counted: `['finding', 'findings']`. */
  unit?: (count: number) => string;
  height?: number;
}

/** Numbers over time, from zero, with what happened as thin marks and the name of each series at its end. */
export function TrendChart(props: TrendProps) {
  if (props.at.length < 2)
    return (
      <Early>
        {t('A line will grow here: one point for every {step} from now on.', {
          step: props.step ?? t('week'),
        })}
      </Early>
    );
  return (
    <PlotRoom height={props.height}>
      <TrendPlot {...props} />
    </PlotRoom>
  );
}
