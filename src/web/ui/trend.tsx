import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { Overview } from '../../contract/insight.ts';
import classes from './trend.module.css';

const TrendChart = lazy(() => import('./trend-chart.tsx'));

export interface TrendProps {
  weeks: Overview['weeks'];
  introductions?: Overview['toolIntroductions'];
}

/** Open findings by week; a new tool's backlog shows as a thin mark, so that a jump is explained. */
export function Trend({ weeks, introductions = [] }: TrendProps) {
  if (weeks.length < 2) {
    return <p className={classes.early}>A line will grow here: one point for every week from now on.</p>;
  }
  return (
    <div className={classes.chart}>
      <Suspense fallback={<Skeleton height="100%" />}>
        <TrendChart weeks={weeks} introductions={introductions} />
      </Suspense>
    </div>
  );
}
