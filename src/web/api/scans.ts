import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  type AcceptScanQuery,
  acceptedScan,
  type listScansQuery,
  scan,
  scanPage,
} from '../../contract/scans.ts';
import { ask, tell } from './client.ts';
import { pages } from './pages.ts';

export type ScanFilters = Partial<Omit<z.infer<typeof listScansQuery>, 'cursor' | 'limit'>>;

export const scansQuery = (filters: ScanFilters) => pages('scans', scanPage, { ...filters });

export const scanQuery = (id: string) =>
  queryOptions({
    queryKey: ['scans', id],
    queryFn: ({ signal }) => ask(scan, `scans/${encodeURIComponent(id)}`, { signal }),
    // Somebody who opened a waiting scan wants to see it arrive.
    refetchInterval: (query) => (query.state.data?.state === 'received' ? 1_500 : false),
  });

export const sendReport = (report: Blob, query: Partial<AcceptScanQuery>) =>
  ask(acceptedScan, 'scans', { method: 'POST', query, body: report });

export const retryScan = (id: string) =>
  tell(`scans/${encodeURIComponent(id)}/retry`, { method: 'POST', body: {} });
