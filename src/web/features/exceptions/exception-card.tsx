import type { Exception } from '../../../contract/exceptions.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { PriorityBadge } from '../../ui/priority.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { Day, RelativeTime } from '../../ui/time.tsx';
import classes from './exception-card.module.css';
import { ExceptionWords } from './exception-decide.tsx';
import { askedWords, extentWords, justificationWords, saidWords, stateWords } from './exception-words.ts';

function What({ exception: { what, scope, finding, fix } }: { exception: Exception }) {
  if (scope === 'fix' && fix)
    return (
      <TextLink to="/fixes/$fixId" params={{ fixId: fix.id }}>
        {what}
      </TextLink>
    );
  if (!finding) return what;
  return (
    <TextLink to="/findings/$findingId" params={{ findingId: finding.id }}>
      {what}
    </TextLink>
  );
}

/** Until when, or since when not any more. */
function Ends({ exception: { state, until, endedAt } }: { exception: Exception }) {
  if (endedAt)
    return (
      <>
        , <RelativeTime at={endedAt} />
      </>
    );
  if (until)
    return (
      <>
        {state === 'asked' ? ', ' : ' '}
        <Say text={state === 'asked' ? 'to hold until {day}' : 'until {day}'} day={<Day at={until} />} />
      </>
    );
  return state === 'granted' ? t(', without an end') : null;
}

function Said({ words, source }: Pick<Exception, 'words' | 'source'>) {
  if (words.length === 0) return null;
  return (
    <ul className={classes.said}>
      {words.map(({ at, name, role, word, note }) => (
        <li key={`${at}${word}${name}`}>
          {name}
          {role && `, ${role},`} {saidWords(word)} <RelativeTime at={at} />
          {note && note !== source && `: ${note}`}
        </li>
      ))}
    </ul>
  );
}

/** One exception: what it covers, why, until when, who said what, and what the reader may do. */
export function ExceptionCard({ exception, own = false }: { exception: Exception; own?: boolean }) {
  const { reason, evidence, team, finding, askedAt, source, duplicateOf } = exception;
  const justification = justificationWords(exception);
  return (
    <article className={classes.card} aria-label={t('Exception: {what}', { what: exception.what })}>
      <div className={classes.head}>
        <PriorityBadge priority={exception.priority} />
        {!own && (
          <span className={classes.what}>
            <What exception={exception} />
          </span>
        )}
        <span className={classes.state}>
          {stateWords(exception)}
          <Ends exception={exception} />
        </span>
      </div>
      <p className={classes.words}>“{reason}”</p>
      {justification && <p className={classes.quiet}>{justification}.</p>}
      {duplicateOf && (
        <p className={classes.quiet}>
          <Say
            text="It repeats <link>another finding</link>."
            link={(words) => (
              <TextLink to="/findings/$findingId" params={{ findingId: duplicateOf }}>
                {words}
              </TextLink>
            )}
          />
        </p>
      )}
      {evidence && (
        <div className={classes.words}>
          <Markdown text={evidence} />
        </div>
      )}
      <p className={classes.quiet}>
        {extentWords(exception)}
        {exception.applying && ` (${t('findings follow right now')})`}
        {team && ` · ${team.name}`}
        {!own && finding && ` · ${finding.target.key}`}
      </p>
      <p className={classes.quiet}>
        {askedWords(exception)}, <RelativeTime at={askedAt} />
      </p>
      <Said words={exception.words} source={source} />
      <ExceptionWords exception={exception} />
    </article>
  );
}
