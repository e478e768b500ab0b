import { linkOptions } from '@tanstack/react-router';
import type { FindingSearch } from '../../routes/search.ts';
import type { Filter } from './filter-words.ts';

/** The open findings behind a number: the same filter, as far as the list knows it. */
export function findingsLink({ team, unit, tool, kind, priority, severity }: Filter) {
  const search: FindingSearch = { team, unit, tool, kind, priority, severity };
  return linkOptions({ to: '/findings', search });
}
