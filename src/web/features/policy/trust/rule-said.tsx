import type { RuleDetail } from '../../../../contract/trust.ts';
import { t } from '../../../texts/t.ts';
import { Padded, Section } from '../../../ui/page.tsx';
import { TextLink } from '../../../ui/row-link.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { RelativeTime } from '../../../ui/time.tsx';
import classes from './rule-page.module.css';
import { saidWords } from './trust-words.ts';

function Said({ said: { word, by, reason, at, finding } }: { said: RuleDetail['said'][number] }) {
  return (
    <li className={classes.said}>
      <span className={classes.what}>
        {finding ? (
          <TextLink to="/findings/$findingId" params={{ findingId: finding }}>
            {saidWords(word)}
          </TextLink>
        ) : (
          saidWords(word)
        )}
      </span>
      <span className={classes.by}>
        {by}, <RelativeTime at={at} />
      </span>
      {reason && <p className={classes.reason}>{reason}</p>}
    </li>
  );
}

/** What people said in their own words: where a rule is to be mended, it is read here. */
export function RuleSaid({ said }: Pick<RuleDetail, 'said'>) {
  return (
    <Section title={t('What people said')} note={said.length > 0 && t('Newest first')}>
      {said.length === 0 ? (
        <EmptyState title={t('Nobody has said anything yet.')}>
          {t('Every finding has two buttons; each word counts for its rule.')}
        </EmptyState>
      ) : (
        <Padded>
          <ul className={classes.list}>
            {said.map((one) => (
              <Said key={`${one.at} ${one.by} ${one.finding}`} said={one} />
            ))}
          </ul>
        </Padded>
      )}
    </Section>
  );
}
