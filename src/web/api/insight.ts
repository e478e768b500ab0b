import { queryOptions } from '@tanstack/react-query';
import { overview, teamList, teamPage, unowned } from '../../contract/insight.ts';
import { memberList } from '../../contract/teams.ts';
import { ask } from './client.ts';

/** Counts follow what happens by a second or two: a page of them that stays open looks again. */
export const COUNTS_MS = 10_000;

export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: ({ signal }) => ask(overview, 'overview', { signal }),
  refetchInterval: COUNTS_MS,
});

export const teamsQuery = queryOptions({
  queryKey: ['teams'],
  queryFn: ({ signal }) => ask(teamList, 'teams', { signal }),
});

export const teamQuery = (key: string) =>
  queryOptions({
    queryKey: ['teams', key],
    queryFn: ({ signal }) => ask(teamPage, `teams/${encodeURIComponent(key)}`, { signal }),
  });

export const unownedQuery = queryOptions({
  queryKey: ['unowned'],
  queryFn: ({ signal }) => ask(unowned, 'unowned', { signal }),
});

export const membersQuery = (key: string) =>
  queryOptions({
    queryKey: ['teams', key, 'members'],
    queryFn: ({ signal }) => ask(memberList, `teams/${encodeURIComponent(key)}/members`, { signal }),
  });
