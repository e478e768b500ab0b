import { queryOptions } from '@tanstack/react-query';
import { type GiveGrant, grant, grantList } from '../../contract/grants.ts';
import { ask, tell } from './client.ts';

export const grantsQuery = (personId: string) =>
  queryOptions({
    queryKey: ['grants', personId],
    queryFn: ({ signal }) => ask(grantList, `people/${encodeURIComponent(personId)}/grants`, { signal }),
  });

export const giveAGrant = (personId: string, body: GiveGrant) =>
  ask(grant, `people/${encodeURIComponent(personId)}/grants`, { method: 'POST', body });
export const takeAGrant = (personId: string, id: string) =>
  tell(`people/${encodeURIComponent(personId)}/grants/${encodeURIComponent(id)}`, { method: 'DELETE' });
