import { queryOptions } from '@tanstack/react-query';
import { accountList } from '../../contract/accounts.ts';
import { ask } from './client.ts';

export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: ({ signal }) => ask(accountList, 'people/me/accounts', { signal }),
});

const at = (connection: string, account: string) =>
  `people/me/accounts/${encodeURIComponent(connection)}/${encodeURIComponent(account)}`;

export const linkAccount = (connection: string, account: string) =>
  ask(accountList, at(connection, account), { method: 'PUT', body: { name: '' } });
export const forgetAccount = (connection: string, account: string) =>
  ask(accountList, at(connection, account), { method: 'DELETE' });
