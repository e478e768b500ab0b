import { queryOptions } from '@tanstack/react-query';
import { fix } from '../../contract/fixes.ts';
import { ask } from './client.ts';

export const fixQuery = (id: string) =>
  queryOptions({
    queryKey: ['fixes', id],
    queryFn: ({ signal }) => ask(fix, `fixes/${encodeURIComponent(id)}`, { signal }),
  });
