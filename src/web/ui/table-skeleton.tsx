import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './data-table.module.css';

/** Rows of the height the real ones will have. */
export function TableSkeleton({ rows = 8 }: { rows?: number }): ReactNode {
  return (
    <div aria-hidden="true" className={classes.skeleton}>
      {Array.from({ length: rows }, (_, row) => `${row}`).map((row, index) => (
        <div key={row} className={classes.skeletonRow}>
          <Skeleton height={12} width={34} />
          <Skeleton height={12} width={`${62 - ((index * 17) % 30)}%`} />
          <Skeleton height={12} width={84} ml="auto" />
        </div>
      ))}
    </div>
  );
}
