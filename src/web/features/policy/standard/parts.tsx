import type { Standard } from '../../../../contract/standard.ts';
import { Say } from '../../../texts/say.tsx';
import { t } from '../../../texts/t.ts';
import { Padded, Section } from '../../../ui/page.tsx';
import { PriorityBadge } from '../../../ui/priority.tsx';
import classes from './standard-page.module.css';

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** By when, for each table that applies: the strictest counts. */
export function Demands({ demands }: Pick<Standard, 'demands'>) {
  return (
    <Section title={t('By when')} note={t('Where several apply, the strictest date counts and says so')}>
      <Padded>
        {demands.map(({ name, title, because, source, counts, rows }) => (
          <div key={name} className={classes.demand}>
            <h3 className={classes.title}>{title}</h3>
            <p className={classes.words}>
              {t('{because}. Counted from {counts}.', { because: sentence(because), counts })}
              {source && (
                <>
                  {' '}
                  <Say
                    text="Source: <link>{name}</link>, version {version}."
                    link={(words) => (
                      <a href={source.url} className="link" target="_blank" rel="noopener noreferrer">
                        {words}
                      </a>
                    )}
                    name={source.name}
                    version={source.version}
                  />
                </>
              )}
            </p>
            <table className={classes.table} aria-label={title}>
              <tbody>
                {rows.map(({ what, by }) => (
                  <tr key={what}>
                    <th scope="row">{what}</th>
                    <td>{by}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ))}
      </Padded>
    </Section>
  );
}

export function Priorities({ priorities }: Pick<Standard, 'priorities'>) {
  return (
    <Section title={t('What makes it urgent')} note={t('The first rule that holds decides')}>
      <Padded>
        <div className={classes.rules}>
          {priorities.map(({ priority, rules }) => [
            <PriorityBadge key={priority} priority={priority} />,
            <ul key={t('{priority} rules', { priority })} className={classes.list}>
              {rules.map(({ id, words, because }) => (
                <li key={id}>
                  {sentence(because ?? words)}
                  {because && <div className={classes.because}>{t('when {words}', { words })}</div>}
                </li>
              ))}
            </ul>,
          ])}
        </div>
      </Padded>
    </Section>
  );
}

export function Sentences({ title, note, lines }: { title: string; note?: string; lines: string[] }) {
  return (
    <Section title={title} note={note}>
      <Padded>
        <ul className={classes.list}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </Padded>
    </Section>
  );
}

/** Where it should be, from where it stands. */
export function Next({ next }: Pick<Standard, 'next'>) {
  return (
    <Section title={t('Next quarter')} note={t('Until {until}', { until: next.until })}>
      <Padded>
        <ul className={classes.list}>
          {next.goals.map(({ goal, now, reached }) => (
            <li key={goal}>
              {goal}
              <div className={classes.because}>
                {reached ? t('Reached') : t('Not yet')}: {now}
              </div>
            </li>
          ))}
        </ul>
        <p className={classes.because}>{next.how}</p>
      </Padded>
    </Section>
  );
}
