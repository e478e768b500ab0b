import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  type CheckedRepository,
  checksPage,
  type checksQuery,
  checksSummary,
} from '../../contract/checks.ts';
import { bountyPicture } from '../../contract/insights/bounty.ts';
import { exceptionsPicture } from '../../contract/insights/exceptions.ts';
import { trustPicture } from '../../contract/insights/trust.ts';
import { ask } from './client.ts';
import { pages } from './pages.ts';

export type ChecksFilter = Partial<Omit<z.output<typeof checksQuery>, 'cursor' | 'limit'>>;
interface Whose {
  team?: string | undefined;
  unit?: string | undefined;
}

export const checksListQuery = (filter: ChecksFilter) =>
  pages<CheckedRepository>('insights/checks', checksPage, { ...filter });

export const checksSummaryQuery = ({ team, unit }: Whose) =>
  queryOptions({
    queryKey: ['insights', 'checks', 'summary', team, unit],
    queryFn: ({ signal }) => ask(checksSummary, 'insights/checks/summary', { query: { team, unit }, signal }),
    placeholderData: keepPreviousData,
  });

export const trustPictureQuery = (tool: string | undefined) =>
  queryOptions({
    queryKey: ['insights', 'trust', tool],
    queryFn: ({ signal }) => ask(trustPicture, 'insights/trust', { query: { tool }, signal }),
    placeholderData: keepPreviousData,
  });

export const exceptionsPictureQuery = ({ team, unit }: Whose) =>
  queryOptions({
    queryKey: ['insights', 'exceptions', team, unit],
    queryFn: ({ signal }) => ask(exceptionsPicture, 'insights/exceptions', { query: { team, unit }, signal }),
    placeholderData: keepPreviousData,
  });

export const bountyPictureQuery = ({ team, unit }: Whose) =>
  queryOptions({
    queryKey: ['insights', 'bounty', team, unit],
    queryFn: ({ signal }) => ask(bountyPicture, 'insights/bounty', { query: { team, unit }, signal }),
    placeholderData: keepPreviousData,
  });
