import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type ChangeTicket, type listTicketsQuery, ticket, ticketPage } from '../../contract/tickets.ts';
import { ask, tell } from './client.ts';
import { pages } from './pages.ts';

export type TicketFilters = Partial<Omit<z.infer<typeof listTicketsQuery>, 'cursor' | 'limit'>>;

export const ticketsQuery = (filters: TicketFilters) => pages('tickets', ticketPage, { ...filters });

export const ticketQuery = (id: string) =>
  queryOptions({
    queryKey: ['tickets', id],
    queryFn: ({ signal }) => ask(ticket, `tickets/${encodeURIComponent(id)}`, { signal }),
  });

export const changeATicket = (id: string, body: ChangeTicket) =>
  tell(`tickets/${encodeURIComponent(id)}`, { method: 'PATCH', body });

export const addAComment = (id: string, text: string) =>
  tell(`tickets/${encodeURIComponent(id)}/comments`, { method: 'POST', body: { text } });
