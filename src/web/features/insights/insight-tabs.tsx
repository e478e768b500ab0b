import { t } from '../../texts/t.ts';
import { Tabs } from '../../ui/tabs.tsx';

const TABS = [
  { to: '/insights', words: t('Open') },
  { to: '/insights/flow', words: t('In time') },
  { to: '/insights/phases', words: t('Found by phase') },
  { to: '/insights/compare', words: t('Side by side') },
  { to: '/insights/coverage', words: t('Checks') },
  { to: '/insights/trust', words: t('Trust') },
  { to: '/tools', words: t('Tools') },
  { to: '/insights/targets', words: t('Targets') },
] as const;

/** The filter goes along from one to the next. */
export function InsightTabs() {
  return <Tabs label={t('Insights')} tabs={TABS} keepSearch />;
}
