import { Tabs } from '../../ui/tabs.tsx';

const TABS = [
  { to: '/policy', words: 'Rules and versions' },
  { to: '/standard', words: 'In plain words' },
  { to: '/policy/trust', words: 'Trust in rules' },
  { to: '/policy/intelligence', words: 'Intelligence' },
] as const;

/** Where one is inside of policy; stands above the content of each of its pages. */
export const PolicyTabs = () => <Tabs label="Policy" tabs={TABS} />;
