import type { ReactNode } from 'react';
import classes from './facts.module.css';

/** Names and values; a fact without a value is left out. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  const known = facts.filter(
    ([, value]) => value !== null && value !== undefined && value !== '' && value !== false,
  );
  return (
    <dl className={classes.facts}>
      {known.map(([name, value]) => (
        <div key={name} className={classes.fact}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A few numbers that matter, each leading to what it counts. */
export function Stats({ children }: { children: ReactNode }) {
  return <div className={classes.stats}>{children}</div>;
}

interface StatProps {
  name: string;
  value: ReactNode;
  tone?: 'overdue' | 'soon';
  note?: ReactNode;
}

export function Stat({ name, value, tone, note }: StatProps) {
  return (
    <div className={classes.stat}>
      <span className={classes.name}>{name}</span>
      <span className={tone ? classes[tone] : classes.value}>{value}</span>
      {note && <span className={classes.note}>{note}</span>}
    </div>
  );
}
