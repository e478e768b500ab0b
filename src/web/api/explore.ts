import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type BulkRequest, bulkChange, bulkPreview } from '../../contract/bulk.ts';
import { findingSummary } from '../../contract/finding-summary.ts';
import { type changeView, type keepView, oneView, viewList } from '../../contract/saved-views.ts';
import { ask, tell } from './client.ts';
import type { FindingFilters } from './findings.ts';

export const summaryQuery = (filters: FindingFilters) =>
  queryOptions({
    queryKey: ['findings', 'summary', filters],
    queryFn: ({ signal }) => ask(findingSummary, 'findings/summary', { query: filters, signal }),
  });

/** A filter as texts, as an address has it. */
export const asTexts = (filters: FindingFilters): Record<string, string> =>
  Object.fromEntries(
    Object.entries(filters).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );

/** Where the browser fetches a filter as CSV. */
export const exportAddress = (filters: FindingFilters): string =>
  `/api/v1/findings/export.csv?${new URLSearchParams(asTexts(filters))}`;

export const viewsQuery = queryOptions({
  queryKey: ['views', 'findings'],
  queryFn: ({ signal }) => ask(viewList, 'views', { query: { page: 'findings' }, signal }),
});

const viewPath = (id: string) => `views/${encodeURIComponent(id)}`;

export const keepAView = (body: z.input<typeof keepView>) => ask(oneView, 'views', { method: 'POST', body });
export const changeAView = (id: string, body: z.input<typeof changeView>) =>
  ask(oneView, viewPath(id), { method: 'PATCH', body });
export const removeAView = (id: string) => tell(viewPath(id), { method: 'DELETE' });

export const bulkPreviewQuery = (body: BulkRequest) =>
  queryOptions({
    queryKey: ['findings', 'bulk', 'preview', body],
    queryFn: ({ signal }) => ask(bulkPreview, 'findings/bulk/preview', { method: 'POST', body, signal }),
    retry: false,
    gcTime: 0,
  });

export const startABulk = (body: BulkRequest) => ask(bulkChange, 'findings/bulk', { method: 'POST', body });

const bulkPath = (id: string) => `findings/bulk/${encodeURIComponent(id)}`;
export const bulkState = (id: string) => ask(bulkChange, bulkPath(id));
export const undoABulk = (id: string) => ask(bulkChange, `${bulkPath(id)}/undo`, { method: 'POST' });
