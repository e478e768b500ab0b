import { useQuery } from '@tanstack/react-query';
import type { FindingDecision } from '../../../contract/decision.ts';
import { decisionQuery } from '../../api/findings.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Padded, Section } from '../../ui/page.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { Due } from '../../ui/time.tsx';
import { decisionSentences, factGroups } from './decision-words.ts';
import classes from './finding-decided.module.css';

/** What every regime that applies asks, the one whose date holds first to be seen. */
function Regimes({ regimes }: Pick<FindingDecision, 'regimes'>) {
  if (regimes.length === 0 || (regimes.length === 1 && regimes[0]!.duties.length === 0)) return null;
  return (
    <div className={classes.scroll}>
      <table className={classes.regimes}>
        <thead>
          <tr>
            <th scope="col">{t('Asked by')}</th>
            <th scope="col">{t('By when')}</th>
            <th scope="col">{t('What else has to be done')}</th>
          </tr>
        </thead>
        <tbody>
          {regimes.map(({ name, dueAt, duties, holds }) => (
            <tr key={name}>
              <th scope="row" className={holds ? classes.holds : undefined}>
                {name === 'standard' ? t('The house standard') : name}
                {holds && regimes.length > 1 && ` (${t('holds')})`}
              </th>
              <td>
                <Due at={dueAt} />
              </td>
              <td>{duties.join('; ') || t('nothing')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Behind a fold: who doubts the answer looks at what it rests on. */
function Basis({ facts }: Pick<FindingDecision, 'facts'>) {
  if (facts.length === 0) return null;
  return (
    <details className={classes.more}>
      <summary>{t('What it rests on')}</summary>
      {factGroups(facts).map(({ title, told, open }) => (
        <div key={title}>
          <h3 className={classes.heading}>{title}</h3>
          <Facts
            facts={told.map(({ name, value, source }) => [
              name,
              <span key={name}>
                {value}
                {source && <span className={classes.source}> ({source})</span>}
              </span>,
            ])}
          />
          {open.length > 0 && (
            <p className={classes.open}>{t('Not assessed: {join}.', { join: open.join(', ') })}</p>
          )}
        </div>
      ))}
    </details>
  );
}

function Body({ decision }: { decision: FindingDecision }) {
  const { today } = decision;
  return (
    <Padded>
      <ul className={classes.sentences}>
        {decisionSentences(decision).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {today && (
        <p className={classes.today}>
          {t(
            'Decided today, {policy} would say: {join} ({why}). It stays as it is until something that concerns it changes.',
            { policy: today.policy, join: today.changes.join(', '), why: today.why },
          )}
        </p>
      )}
      <Regimes regimes={decision.regimes} />
      <Basis facts={decision.facts} />
    </Padded>
  );
}

/** The whole trail of the decision: version and moment, regimes and duties, clock, and every fact with its source. */
export function FindingDecided({ id }: { id: string }) {
  const query = useQuery(decisionQuery(id));
  return (
    <Section
      title={t('How it was decided')}
      note={t('The same facts and version always give the same answer')}
    >
      <Answered query={query} waiting={<TableSkeleton rows={3} />}>
        {(decision) => <Body decision={decision} />}
      </Answered>
    </Section>
  );
}
