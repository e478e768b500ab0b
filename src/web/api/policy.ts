import { queryOptions } from '@tanstack/react-query';
import { activePolicy } from '../../contract/policy.ts';
import { ask } from './client.ts';

export const policyQuery = queryOptions({
  queryKey: ['policy'],
  queryFn: ({ signal }) => ask(activePolicy, 'policy', { signal }),
});
