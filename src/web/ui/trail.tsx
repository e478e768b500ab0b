import type { ReactNode } from 'react';
import { t } from '../texts/t.ts';
import classes from './trail.module.css';

export interface TrailStep {
  title: string;
  /** The answer of this step in a few words. */
  answer: ReactNode;
  children?: ReactNode;
}

/** How a result became somebody's work: four short steps along one lane. */
export function Trail({ steps }: { steps: readonly TrailStep[] }) {
  return (
    <ol className={classes.trail} aria-label={t('Trail')}>
      {steps.map(({ title, answer, children }) => (
        <li key={title} className={classes.step}>
          <h2 className={classes.title}>{title}</h2>
          <div className={classes.answer}>{answer}</div>
          {children && <div className={classes.detail}>{children}</div>}
        </li>
      ))}
    </ol>
  );
}

/** Reasons in words, in the order in which they were found. */
export function Reasons({ because }: { because: readonly string[] }) {
  if (because.length === 0) return null;
  return (
    <ul className={classes.reasons}>
      {because.map((reason) => (
        <li key={reason}>{reason}</li>
      ))}
    </ul>
  );
}
