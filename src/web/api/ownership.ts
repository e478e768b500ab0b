import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type CoveredService, coveredServicePage, ownershipCoverage } from '../../contract/coverage.ts';
import { resolvedOwner } from '../../contract/ownership.ts';
import { ask } from './client.ts';
import { pages } from './pages.ts';

export const coverageQuery = queryOptions({
  queryKey: ['ownership', 'coverage'],
  queryFn: ({ signal }) => ask(ownershipCoverage, 'ownership/coverage', { signal }),
});

export interface ServiceFilter {
  state?: string | undefined;
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
