import { t } from '../texts/t.ts';
import { dueState, exactTime, relativeTime, shortDay } from './format.ts';
import { IconAlertTriangle, IconClock } from './icons.ts';
import { useNow } from './now.ts';
import classes from './time.module.css';

/** A date as a colleague would say it; the exact one stands in its title. */
export function RelativeTime({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={exactTime(at)} className={classes.time}>
      {relativeTime(at, now)}
    </time>
  );
}

/** A day, where "two weeks ago" would say less; the exact time stands in its title. */
export function Day({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={exactTime(at)} className={classes.time}>
      {shortDay(at, now)}
    </time>
  );
}

/** When something is due. Red: overdue; amber: within seven days; both also by sign and words. */
export function Due({ at, done = false }: { at: string | null; done?: boolean }) {
  const now = useNow();
  const { tone, text } = dueState(at, now, done);
  if (at === null) return <span className={classes.none}>{text}</span>;
  return (
    <time dateTime={at} title={t('Due {at}', { at: exactTime(at) })} className={classes[tone]}>
      {tone === 'overdue' && <IconAlertTriangle size={14} aria-hidden />}
      {tone === 'soon' && <IconClock size={14} aria-hidden />}
      {text}
    </time>
  );
}
