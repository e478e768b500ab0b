import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type Approval, approval, approvalPage } from '../../contract/approvals.ts';
import {
  type COVERAGE_STATES,
  type CoveredService,
  coveredServicePage,
  ownershipCoverage,
} from '../../contract/coverage.ts';
import {
  type Dispute,
  type decideDispute,
  decidedDispute,
  disputePage,
  type openDispute,
  openedDisputes,
} from '../../contract/disputes.ts';
import { type addOverride, ownershipOverride } from '../../contract/overrides.ts';
import { resolvedOwner } from '../../contract/ownership.ts';
import { ask } from './client.ts';
import { pages } from './pages.ts';

export const coverageQuery = queryOptions({
  queryKey: ['ownership', 'coverage'],
  queryFn: ({ signal }) => ask(ownershipCoverage, 'ownership/coverage', { signal }),
});

export interface ServiceFilter {
  state?: (typeof COVERAGE_STATES)[number] | undefined;
  unit?: string | undefined;
  team?: string | undefined;
  text?: string | undefined;
}

export const servicesQuery = (filter: ServiceFilter) =>
  pages<CoveredService>('ownership/services', coveredServicePage, { ...filter });

/** What somebody asks about: a path of a repository, or a resource as `kind:key`. */
export type Place = { repository: string; path?: string | undefined } | { resource: string };

export const resolveQuery = (place: Place) =>
  queryOptions({
    queryKey: ['ownership', 'resolve', place],
    queryFn: ({ signal }) => ask(resolvedOwner, 'ownership/resolve', { query: { ...place }, signal }),
    retry: false,
    placeholderData: keepPreviousData,
  });

/** Whose a place is from now on, by the word of whoever asks. */
export const addAnOverride = (body: z.input<typeof addOverride>) =>
  ask(ownershipOverride, 'ownership/overrides', { method: 'POST', body });

export const endAnOverride = (id: string) =>
  ask(ownershipOverride, `ownership/overrides/${encodeURIComponent(id)}`, { method: 'DELETE' });

export const disputesQuery = (filter: { state?: 'open'; finding?: string; team?: string; mine?: boolean }) =>
  pages<Dispute>('ownership/disputes', disputePage, filter);

export const openADispute = (body: z.input<typeof openDispute>) =>
  ask(openedDisputes, 'ownership/disputes', { method: 'POST', body });

export const decideADispute = (id: string, body: z.input<typeof decideDispute>) =>
  ask(decidedDispute, `ownership/disputes/${encodeURIComponent(id)}/decide`, { method: 'POST', body });

export const approvalsQuery = pages<Approval>('ownership/approvals', approvalPage, {});

export const answerAnApproval = (id: string, answer: 'approve' | 'refuse', note?: string) =>
  ask(approval, `ownership/approvals/${encodeURIComponent(id)}/${answer}`, {
    method: 'POST',
    body: { note },
  });
