import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../../api/access.ts';
import { t } from '../../texts/t.ts';
import { Tabs } from '../../ui/tabs.tsx';

const DELIVERIES = { to: '/deliveries', words: t('Deliveries') } as const;
const CONNECTIONS = { to: '/connections', words: t('Connections') } as const;

/** Everyone may see what goes out; connections are shown to those who run them. */
export function ConnectionTabs() {
  const { data: me } = useQuery(meQuery);
  const operates = me?.roles.some((role) => role === 'admin' || role === 'security') ?? false;
  return operates && <Tabs label={t('Connections')} tabs={[CONNECTIONS, DELIVERIES]} />;
}
