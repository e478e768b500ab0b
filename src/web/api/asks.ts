import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  ask,
  askPage,
  askPreview,
  type ChangeAsk,
  type commentAsk,
  type listAsksQuery,
  type NewAskBody,
  teamAsks,
} from '../../contract/asks.ts';
import { ask as askServer } from './client.ts';
import { pages } from './pages.ts';

export type AskFilters = Partial<Omit<z.infer<typeof listAsksQuery>, 'cursor' | 'limit'>>;

export const asksQuery = (filters: AskFilters) => pages('asks', askPage, { ...filters });

const pathOf = (id: string) => `asks/${encodeURIComponent(id)}`;

export const askQuery = (id: string) =>
  queryOptions({
    queryKey: ['asks', id],
    queryFn: ({ signal }) => askServer(ask, pathOf(id), { signal }),
  });

export const teamAsksQuery = (team: string) =>
  queryOptions({
    queryKey: ['asks', 'team', team],
    queryFn: ({ signal }) => askServer(teamAsks, `teams/${encodeURIComponent(team)}/asks`, { signal }),
  });

/** Whose queue it would come to, and why; asked again when the words change. */
export const previewQuery = (body: NewAskBody) =>
  queryOptions({
    queryKey: ['asks', 'preview', body],
    queryFn: ({ signal }) => askServer(askPreview, 'asks/preview', { method: 'POST', body, signal }),
    enabled: body.text !== '',
    retry: false,
  });

export const makeAnAsk = (body: NewAskBody) => askServer(ask, 'asks', { method: 'POST', body });

export const changeAnAsk = (id: string, body: ChangeAsk) =>
  askServer(ask, pathOf(id), { method: 'PATCH', body });

export const commentAnAsk = (id: string, body: z.input<typeof commentAsk>) =>
  askServer(ask, `${pathOf(id)}/comments`, { method: 'POST', body });
