import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Finding } from '../../../contract/findings.ts';
import { t } from '../../texts/t.ts';
import { clockTime, exactTime } from '../../ui/format.ts';
import { useNow } from '../../ui/now.ts';
import { Padded, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import classes from './finding-history.module.css';
import { HistorySign } from './history-sign.tsx';
import { daysOf, foldHistory, type Happening, historyWords, notePieces } from './history-words.ts';

/** Who it was; a scan leads to its own page. */
function By({ actor, scan }: Pick<Happening, 'actor' | 'scan'>) {
  if (!scan) return actor;
  return (
    <TextLink to="/scans/$scanId" params={{ scanId: scan }}>
      {actor}
    </TextLink>
  );
}

function Note({ text }: { text: string }) {
  return notePieces(text).map(({ text: piece, finding }) =>
    finding ? (
      <TextLink key={piece} to="/findings/$findingId" params={{ findingId: piece }}>
        {t('the other finding')}
      </TextLink>
    ) : (
      piece
    ),
  );
}

function Entry({ entry }: { entry: Happening }) {
  return (
    <li className={classes.entry}>
      <span className={classes.sign}>
        <HistorySign kind={entry.kind} />
      </span>
      <div className={classes.words}>
        <span className={classes.what}>{historyWords(entry.kind)}</span>
        <span className={classes.by}>
          <By actor={entry.actor} scan={entry.scan} />
        </span>
        {entry.note && (
          <p className={classes.note}>
            <Note text={entry.note} />
          </p>
        )}
      </div>
      <time dateTime={entry.at} title={exactTime(entry.at)} className={classes.time}>
        {clockTime(entry.at)}
      </time>
    </li>
  );
}

function Days({ entries }: { entries: readonly Happening[] }) {
  const now = useNow();
  return daysOf(entries, now).map(({ key, name, entries: ofDay }) => (
    <section key={key} className={classes.day} aria-label={name}>
      <h3 className={classes.dayName}>{name}</h3>
      <ol className={classes.entries}>
        {ofDay.map((entry) => (
          <Entry key={`${entry.at} ${entry.kind} ${entry.note}`} entry={entry} />
        ))}
      </ol>
    </section>
  ));
}

/** What happened, day by day, newest first; the middle of a long history is one click away. */
export function FindingHistory({ history }: Pick<Finding, 'history'>) {
  const [all, setAll] = useState(false);
  const { newest, hidden, first } = foldHistory(history);
  const folded = hidden > 0 && !all;
  return (
    <Section
      title={t('History')}
      note={t('{count, plural, one {# change} other {# changes}}, newest first', { count: history.length })}
    >
      <Padded>
        <div className={classes.history}>
          <Days entries={all ? history.toReversed() : newest} />
          {folded && (
            <p className={classes.between}>
              {t('{hidden, plural, one {# more change} other {# more changes}} in between', { hidden })}
            </p>
          )}
          {folded && <Days entries={first} />}
        </div>
        {hidden > 0 && (
          <Button variant="default" size="compact-sm" onClick={() => setAll(!all)} aria-expanded={all}>
            {all ? t('Show the newest and the first') : t('Show all {count}', { count: history.length })}
          </Button>
        )}
      </Padded>
    </Section>
  );
}
