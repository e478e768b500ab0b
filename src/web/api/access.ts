import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  addedPerson,
  addedToken,
  type addPerson,
  type addToken,
  type changePerson,
  me,
  personPage,
  signInLink,
  tokenList,
} from '../../contract/access.ts';
import { ask, tell } from './client.ts';
import { pages } from './pages.ts';

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => ask(me, 'me', { signal }),
  staleTime: 5 * 60_000,
});

export const signIn = (secret: string) => tell('sign-in', { method: 'POST', body: { secret } });
export const signOut = () => tell('sign-out', { method: 'POST', body: {} });

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => ask(tokenList, 'tokens', { signal }),
});

export const addAToken = (body: z.input<typeof addToken>) =>
  ask(addedToken, 'tokens', { method: 'POST', body });
export const revokeToken = (id: string) => tell(`tokens/${encodeURIComponent(id)}`, { method: 'DELETE' });

export const peopleQuery = () => pages('people', personPage, {});
export const addAPerson = (body: z.input<typeof addPerson>) =>
  ask(addedPerson, 'people', { method: 'POST', body });
export const changeAPerson = (id: string, body: z.input<typeof changePerson>) =>
  tell(`people/${encodeURIComponent(id)}`, { method: 'PATCH', body });
export const makeSignInLink = (id: string) =>
  ask(signInLink, `people/${encodeURIComponent(id)}/sign-in-links`, { method: 'POST', body: {} });
