import { queryOptions } from '@tanstack/react-query';
import { feeds, knownVulnerability, refreshAsked } from '../../contract/intelligence.ts';
import { ask } from './client.ts';

export const feedsQuery = queryOptions({
  queryKey: ['policy', 'feeds'],
  queryFn: ({ signal }) => ask(feeds, 'policy/feeds', { signal }),
  // A refresh that was asked for shows when it is done.
  refetchInterval: ({ state }) => (state.data?.items.some(({ refreshing }) => refreshing) ? 2000 : false),
});

export const refreshAFeed = (name: string) =>
  ask(refreshAsked, `policy/feeds/${encodeURIComponent(name)}/refresh`, { method: 'POST', body: {} });

export const knownQuery = (id: string) =>
  queryOptions({
    queryKey: ['policy', 'intelligence', id],
    queryFn: ({ signal }) =>
      ask(knownVulnerability, `policy/intelligence/${encodeURIComponent(id)}`, { signal }),
  });
