import { lazy } from 'react';
import { t } from '../../texts/t.ts';
import type { Look } from './looks.ts';
import { Early, PlotRoom } from './plot-room.tsx';

const StepPlot = lazy(() => import('./step-plot.tsx'));

export interface StepCurve {
  key: string;
  label: string;
  look: Look;
  /** From its day on, until the next point; by day, from day zero. Shares between 0 and 1. */
  points: readonly { day: number; share: number; low: number; high: number }[];
}

export interface StepProps {
  /** What the picture shows, for those who hear it. */
  label: string;
  curves: readonly StepCurve[];
  /** Days asked for, as thin lines: `{ day: 14, label: '14 days' }`. */
  limits?: readonly { day: number; label: string }[];
  /** Last day of the axis. */
  days?: number;
  height?: number;
}

/** Which share is done after so many days (Kaplan-Meier), each with its interval as a band. */
export function StepChart(props: StepProps) {
  if (props.curves.every(({ points }) => points.length < 2))
    return <Early>{t('The curve begins with the first one that is done.')}</Early>;
  return (
    <PlotRoom height={props.height ?? 320}>
      <StepPlot {...props} />
    </PlotRoom>
  );
}
