import { Skeleton } from '@mantine/core';
import { type ReactNode, Suspense } from 'react';
import classes from './plot.module.css';

export const PLOT_HEIGHT = 280;

/** Keeps the place of a picture while its code is on its way. */
export function PlotRoom({
  height = PLOT_HEIGHT,
  children,
}: {
  height?: number | undefined;
  children: ReactNode;
}) {
  return (
    <div className={classes.room} style={{ height }}>
      <Suspense fallback={<Skeleton height="100%" />}>{children}</Suspense>
    </div>
  );
}

/** Instead of a picture that has too few points to be one. */
export function Early({ children }: { children: ReactNode }) {
  return <p className={classes.early}>{children}</p>;
}
