import { queryOptions } from '@tanstack/react-query';
import { activePolicy, feeds } from '../../contract/policy.ts';
import { ask } from './client.ts';

export const policyQuery = queryOptions({
  queryKey: ['policy'],
  queryFn: ({ signal }) => ask(activePolicy, 'policy', { signal }),
});

export const feedsQuery = queryOptions({
  queryKey: ['policy', 'feeds'],
  queryFn: ({ signal }) => ask(feeds, 'policy/feeds', { signal }),
});
