import { t } from '../../texts/t.ts';
import { Page, Section } from '../../ui/page.tsx';
import { FeedsTable } from './feeds-table.tsx';
import { LookUp } from './look-up.tsx';
import { PolicyTabs } from './policy-tabs.tsx';

/** The feeds that decisions rest on, how old they are, and what they say of one vulnerability. */
export function IntelligencePage() {
  return (
    <Page
      title={t('Intelligence')}
      lead={t('What is known of attackers: what they use, and what they are likely to use.')}
    >
      <PolicyTabs />
      <Section title={t('Feeds')} note={t('A refused refresh keeps what was held')}>
        <FeedsTable />
      </Section>
      <Section title={t('Look up')} note={t('Every value with its source and date')}>
        <LookUp />
      </Section>
    </Page>
  );
}
