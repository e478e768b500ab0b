import { queryOptions } from '@tanstack/react-query';
import { auditHead, auditPage } from '../../contract/audit.ts';
import { addressOf, ask } from './client.ts';
import { pages } from './pages.ts';

export interface AuditSearch {
  actor?: string | undefined;
  action?: string | undefined;
  subject?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

export const auditQuery = (search: AuditSearch) => pages('audit', auditPage, { ...search });
export const headQuery = queryOptions({
  queryKey: ['audit', 'head'],
  queryFn: ({ signal }) => ask(auditHead, 'audit/head', { signal }),
});
export const auditFile = (search: AuditSearch, format: 'ndjson' | 'csv'): string =>
  addressOf('audit/export', { ...search, format });
