import { t } from '../../texts/t.ts';
import { Tabs } from '../../ui/tabs.tsx';

/** The company as a whole, by unit, and by team. */
export function CompanyTabs() {
  return (
    <Tabs
      label={t('Company')}
      tabs={[
        { to: '/company', words: t('At a glance') },
        { to: '/units', words: t('Units') },
        { to: '/teams', words: t('Teams') },
      ]}
    />
  );
}
