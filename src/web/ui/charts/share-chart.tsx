import { lazy } from 'react';
import { t } from '../../texts/t.ts';
import type { Look } from './looks.ts';
import { Early, PlotRoom } from './plot-room.tsx';

const SharePlot = lazy(() => import('./share-plot.tsx'));

export interface SharePart {
  key: string;
  label: string;
  look: Look;
  /** Counts, one for each column. */
  values: readonly number[];
}

export interface ShareProps {
  /** What the picture shows, for those who hear it. */
  label: string;
  /** Names of the columns, oldest first: "Q3 2026". */
  columns: readonly string[];
  /** From the bottom up. */
  parts: readonly SharePart[];
  /** What is counted: `['finding', 'findings']`. */
  /** So many of what is counted, in words. */
  unit: (count: number) => string;
  height?: number;
}

/** Each column's whole in its parts, with the counts: a share without its number says too much. */
export function ShareChart(props: ShareProps) {
  if (props.columns.length === 0)
    return <Early>{t('A column will stand here as soon as there is one to show.')}</Early>;
  return (
    <PlotRoom height={props.height ?? 320}>
      <SharePlot {...props} />
    </PlotRoom>
  );
}
