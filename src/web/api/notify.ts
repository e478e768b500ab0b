import { queryOptions } from '@tanstack/react-query';
import { digestPreview, type PutPreferences, preferences } from '../../contract/notify.ts';
import { ask } from './client.ts';

/** Of a team, or without one of whoever reads the page. */
const pathOf = (team: string | undefined): string =>
  team === undefined ? 'notify/preferences' : `notify/teams/${encodeURIComponent(team)}/preferences`;

export const preferencesQuery = (team: string | undefined) =>
  queryOptions({
    queryKey: ['notify', team ?? null],
    queryFn: ({ signal }) => ask(preferences, pathOf(team), { signal }),
  });

export const savePreferences = (team: string | undefined, body: PutPreferences) =>
  ask(preferences, pathOf(team), { method: 'PUT', body });

export const digestQuery = (team: string) =>
  queryOptions({
    queryKey: ['notify', team, 'digest'],
    queryFn: ({ signal }) =>
      ask(digestPreview, `notify/teams/${encodeURIComponent(team)}/digest`, { signal }),
  });
