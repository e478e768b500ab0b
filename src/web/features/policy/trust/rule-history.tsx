import type { RuleDetail } from '../../../../contract/trust.ts';
import { t } from '../../../texts/t.ts';
import { exactTime, shortDay } from '../../../ui/format.ts';
import { useNow } from '../../../ui/now.ts';
import { Padded, Section } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { Reasons } from '../../../ui/trail.tsx';
import classes from './rule-page.module.css';
import { labelWords, sentence, VOICES } from './trust-words.ts';

type Change = RuleDetail['history'][number];

function Entry({ change: { at, actor, before, after, because, labels } }: { change: Change }) {
  const now = useNow();
  return (
    <li className={classes.change}>
      <time className={classes.day} dateTime={at} title={exactTime(at)}>
        {shortDay(at, now)}
      </time>
      <div>
        <span className={classes.what}>
          {before === after
            ? VOICES[after].short
            : `${VOICES[before].short} → ${VOICES[after].short.toLowerCase()}`}
        </span>{' '}
        <span className={classes.by}>{actor}</span>
        <Reasons because={because.map(sentence)} />
        {labels && (
          <p className={classes.by}>{t('Counted then: {labels}.', { labels: labelWords(labels) })}</p>
        )}
      </div>
    </li>
  );
}

/** Every time it became louder or quieter, with what was counted then. */
export function RuleHistory({ history }: Pick<RuleDetail, 'history'>) {
  return (
    <Section title={t('History')} note={history.length > 0 && t('Newest first')}>
      {history.length === 0 ? (
        <EmptyState title={t('It has always looked on.')}>
          {t('Each change will stand here with its evidence.')}
        </EmptyState>
      ) : (
        <Padded>
          <ol className={classes.list}>
            {history.map((change) => (
              <Entry key={`${change.at} ${change.before} ${change.after}`} change={change} />
            ))}
          </ol>
        </Padded>
      )}
    </Section>
  );
}
