import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { findingDecision } from '../../contract/decision.ts';
import type { FindingFilter } from '../../contract/finding-filter.ts';
import { type CloseFinding, finding, findingPage } from '../../contract/findings.ts';
import { reportedFinding, type reportFinding } from '../../contract/scans.ts';
import { ask, tell } from './client.ts';
import { pages } from './pages.ts';

/** As in an address: several values of one filter are parted by commas. */
export type FindingFilters = { [Name in keyof FindingFilter]?: string | boolean | undefined };

export const findingsQuery = (filters: FindingFilters) => pages('findings', findingPage, { ...filters });

export const findingQuery = (id: string) =>
  queryOptions({
    queryKey: ['findings', id],
    queryFn: ({ signal }) => ask(finding, `findings/${encodeURIComponent(id)}`, { signal }),
  });

/** How it was decided; asked beside the page, which does not wait for it. */
export const decisionQuery = (id: string) =>
  queryOptions({
    queryKey: ['findings', id, 'decision'],
    queryFn: ({ signal }) => ask(findingDecision, `findings/${encodeURIComponent(id)}/decision`, { signal }),
  });

export const reportAFinding = (body: z.input<typeof reportFinding>) =>
  ask(reportedFinding, 'findings', { method: 'POST', body });

export const closeAFinding = (id: string, body: CloseFinding) =>
  tell(`findings/${encodeURIComponent(id)}/close`, { method: 'POST', body });

export const reopenAFinding = (id: string, body: { reason: string }) =>
  tell(`findings/${encodeURIComponent(id)}/reopen`, { method: 'POST', body });
