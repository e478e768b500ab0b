import { number } from './format.ts';
import { IconAlertTriangle } from './icons.ts';
import classes from './time.module.css';

/** How many are overdue; red only when there are any. */
export function OverdueCount({ value }: { value: number }) {
  if (value === 0) return <span className={classes.none}>0</span>;
  return (
    <span className={classes.overdue}>
      <IconAlertTriangle size={14} aria-hidden />
      {number(value)}
    </span>
  );
}
