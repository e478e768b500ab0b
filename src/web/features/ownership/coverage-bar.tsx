import { t } from '../../texts/t.ts';
import classes from './coverage-bar.module.css';

interface Props {
  /** What is counted, for those who hear it: "repositories". */
  name: string;
  owned: number;
  all: number;
}

/** How many of all have an owner: the count in words, and as a bar that starts at nothing. */
export function CoverageBar({ name, owned, all }: Props) {
  if (all === 0) return <span className="quiet">{t('none')}</span>;
  return (
    <div className={classes.coverage}>
      <meter
        className={classes.meter}
        min={0}
        max={all}
        value={owned}
        aria-label={t('{name} with an owner: {owned} of {all}', { name, owned, all })}
      />
      <span className={classes.count}>{t('{owned, number} of {all, number}', { owned, all })}</span>
    </div>
  );
}
