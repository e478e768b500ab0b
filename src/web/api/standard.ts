import { queryOptions } from '@tanstack/react-query';
import { standard } from '../../contract/standard.ts';
import { ask } from './client.ts';

export interface StandardOf {
  repository?: string | undefined;
  folder?: string | undefined;
  service?: string | undefined;
}

export const standardQuery = (of: StandardOf) =>
  queryOptions({
    queryKey: ['standard', of],
    queryFn: ({ signal }) => ask(standard, 'standard', { query: { ...of }, signal }),
  });
