import { t } from '../../texts/t.ts';
import { Tabs } from '../../ui/tabs.tsx';

const TABS = [
  { to: '/policy', words: t('Rules and versions') },
  { to: '/standard', words: t('In plain words') },
  { to: '/policy/trust', words: t('Trust in rules') },
  { to: '/policy/intelligence', words: t('Intelligence') },
] as const;

/** Where one is inside of policy; stands above the content of each of its pages. */
export const PolicyTabs = () => <Tabs label={t('Policy')} tabs={TABS} />;
