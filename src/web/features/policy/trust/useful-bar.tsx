import type { RuleTrust } from '../../../../contract/trust.ts';
import { t } from '../../../texts/t.ts';
import { intervalWords, shareWords, usefulOf } from './trust-words.ts';
import classes from './useful-bar.module.css';

interface Props {
  rule: Pick<RuleTrust, 'rate' | 'lower' | 'upper'>;
  /** From this useful share on a rule may comment. */
  limit: number;
  large?: boolean;
}

const at = (share: number): string => `${(share * 100).toFixed(2)}%`;

/** The useful share as a mark on a lane, between the bounds in which it lies for certain; the line is the limit. */
export function UsefulBar({ rule, limit, large = false }: Props) {
  const interval = usefulOf(rule);
  if (!interval) return <span className="quiet">{t('not judged')}</span>;
  const { useful, from, to } = interval;
  return (
    <div className={large ? classes.large : classes.useful}>
      <span className={classes.share}>{shareWords(useful)}</span>
      <span
        className={classes.lane}
        role="img"
        aria-label={intervalWords(interval)}
        title={intervalWords(interval)}
      >
        <span className={classes.bounds} style={{ left: at(from), width: at(to - from) }} />
        <span className={classes.limit} style={{ left: at(limit) }} />
        <span className={classes.mark} style={{ left: at(useful) }} />
      </span>
    </div>
  );
}
