import type { FindingSummary } from '../../../../contract/finding-summary.ts';
import { t } from '../../../texts/t.ts';
import { number } from '../../../ui/format.ts';
import classes from './explorer.module.css';

const LABELS: Record<number, string> = {
  0: t('this week'),
  7: t('1–4 weeks'),
  28: t('1–3 months'),
  91: t('3–6 months'),
  182: t('6–12 months'),
  364: t('older'),
};

interface Props {
  summary: FindingSummary;
  /** The day that is chosen now. */
  since: string | undefined;
  choose: (since: string | undefined) => void;
}

/** How long they have been open, youngest first; a bar shows what is that young or younger. */
export function AgeBars({ summary: { ages, more }, since, choose }: Props) {
  const most = Math.max(1, ...ages.map(({ n }) => n));
  return (
    <fieldset
      className={classes.ages}
      title={t('By the week of opening (Monday, UTC). Press a bar to see what is that young or younger.')}
    >
      <legend className={classes.agesTitle}>{t('Opened')}</legend>
      {ages.map(({ from, since: day, n }) => {
        const chosen = since === day;
        return (
          <button
            key={from}
            type="button"
            className={classes.age}
            aria-pressed={chosen}
            onClick={() => choose(chosen || from === 364 ? undefined : day)}
          >
            <span className={classes.ageCount}>
              {number(n)}
              {more && n > 0 && '+'}{' '}
            </span>
            <span
              className={classes.ageBar}
              style={{ height: `${Math.max(n > 0 ? 2 : 0, (n / most) * 34)}px` }}
            />
            <span className={classes.ageLabel}>{LABELS[from] ?? from}</span>
          </button>
        );
      })}
    </fieldset>
  );
}
