import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  type newProvider,
  provider,
  type providerBody,
  providerList,
  providerTest,
} from '../../contract/identity-providers.ts';
import { ask, tell } from './client.ts';

export const providersQuery = queryOptions({
  queryKey: ['identity-providers'],
  queryFn: ({ signal }) => ask(providerList, 'identity-providers', { signal }),
});
const pathOf = (key: string) => `identity-providers/${encodeURIComponent(key)}`;

export const addProvider = (body: z.input<typeof newProvider>) =>
  ask(provider, 'identity-providers', { method: 'POST', body });
export const putProvider = (key: string, body: z.input<typeof providerBody>) =>
  ask(provider, pathOf(key), { method: 'PUT', body });
export const removeProvider = (key: string) => tell(pathOf(key), { method: 'DELETE' });
export const tryProvider = (key: string) =>
  ask(providerTest, `${pathOf(key)}/test`, { method: 'POST', body: {} });
