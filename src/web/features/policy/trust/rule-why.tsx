import type { RuleDetail } from '../../../../contract/trust.ts';
import { t } from '../../../texts/t.ts';
import { Markdown } from '../../../ui/markdown.tsx';
import { Padded, Section } from '../../../ui/page.tsx';
import { Reasons } from '../../../ui/trail.tsx';
import classes from './rule-page.module.css';
import { nameOf, sentence, VOICES } from './trust-words.ts';
import { UsefulBar } from './useful-bar.tsx';
import { VoiceBadge } from './voice-badge.tsx';

/** Why it is as loud as it is, and what would change that. */
export function RuleWhy({ rule }: { rule: RuleDetail }) {
  const { overruled, earned, next, because } = rule;
  return (
    <Section title={t('Why')} note={t('Last {windowDays} days', { windowDays: rule.windowDays })}>
      <Padded>
        <div className={classes.why}>
          <VoiceBadge voice={rule} />
          <UsefulBar rule={rule} limit={1 - rule.commentMaxRate} large />
        </div>
        <Reasons because={because.map(sentence)} />
        {overruled && (
          <p className={classes.words}>
            {t('The labels alone would say: {toLowerCase}.', {
              toLowerCase: VOICES[nameOf(earned)].short.toLowerCase(),
            })}
          </p>
        )}
        {next.length > 0 && (
          <>
            <h3 className={classes.small}>{t('What would change it')}</h3>
            <Reasons because={next.map(sentence)} />
          </>
        )}
        {rule.description && rule.description !== rule.name && (
          <>
            <h3 className={classes.small}>{t('What it looks for')}</h3>
            <Markdown text={rule.description} />
          </>
        )}
      </Padded>
    </Section>
  );
}
