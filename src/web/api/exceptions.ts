import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  type AskException,
  type Exception,
  type ExtendException,
  exception,
  exceptionPage,
  exceptionPreview,
  exceptionsWaiting,
  type PreviewException,
} from '../../contract/exceptions.ts';
import { ask } from './client.ts';
import { pages } from './pages.ts';

export interface ExceptionFilter {
  state?: 'asked' | 'granted' | 'past' | undefined;
  mine?: boolean | undefined;
  team?: string | undefined;
  kind?: Exception['kind'] | undefined;
  finding?: string | undefined;
  fix?: string | undefined;
}

export const exceptionsQuery = (filter: ExceptionFilter) =>
  pages<Exception>('exceptions', exceptionPage, { ...filter });

/** How many wait for the person who is signed in; asked again now and then, since others ask them. */
export const waitingQuery = queryOptions({
  queryKey: ['exceptions', 'waiting'],
  queryFn: ({ signal }) => ask(exceptionsWaiting, 'exceptions/waiting', { signal }),
  refetchInterval: 120_000,
});

export const previewQuery = (asked: PreviewException) =>
  queryOptions({
    queryKey: ['exceptions', 'preview', asked],
    queryFn: ({ signal }) =>
      ask(exceptionPreview, 'exceptions/preview', { method: 'POST', body: asked, signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });

export const askForAnException = (body: AskException) =>
  ask(exception, 'exceptions', { method: 'POST', body });

export type Word = 'grant' | 'refuse' | 'withdraw' | 'revoke';

export const sayOfAnException = (id: string, word: Word, note: string | null) =>
  ask(exception, `exceptions/${encodeURIComponent(id)}/${word}`, { method: 'POST', body: { note } });

export const extendAnException = (id: string, body: ExtendException) =>
  ask(exception, `exceptions/${encodeURIComponent(id)}/extend`, { method: 'POST', body });

/** A file for spreadsheets: all that are granted. */
export const GRANTED_CSV = '/api/v1/exceptions/granted.csv';
