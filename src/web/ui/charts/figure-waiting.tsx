import { Skeleton } from '@mantine/core';
import classes from './figure.module.css';
import { PLOT_HEIGHT } from './plot-room.tsx';

/** Keeps the place of a figure while its numbers are on their way. */
export function FigureWaiting({ height = PLOT_HEIGHT }: { height?: number }) {
  return (
    <div className={classes.figure}>
      <div className={classes.head}>
        <Skeleton height={16} width="min(420px, 70%)" my={5} />
      </div>
      <div className={classes.body}>
        <Skeleton height={height} />
      </div>
    </div>
  );
}
