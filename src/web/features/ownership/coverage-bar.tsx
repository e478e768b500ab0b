import { number } from '../../ui/format.ts';
import classes from './coverage-bar.module.css';

interface Props {
  /** What is counted, for those who hear it: "repositories". */
  name: string;
  owned: number;
  all: number;
}

/** How many of all have an owner: the count in words, and as a bar that starts at nothing. */
export function CoverageBar({ name, owned, all }: Props) {
  if (all === 0) return <span className="quiet">none</span>;
  return (
    <div className={classes.coverage}>
      <meter
        className={classes.meter}
        min={0}
        max={all}
        value={owned}
        aria-label={`${name} with an owner: ${owned} of ${all}`}
      />
      <span className={classes.count}>
        {number(owned)} of {number(all)}
      </span>
    </div>
  );
}
