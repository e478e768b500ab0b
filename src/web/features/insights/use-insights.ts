import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { InsightSearch } from '../../routes/search.ts';
import { useNow } from '../../ui/now.ts';
import { filterOf } from './filter-words.ts';

const route = getRouteApi('/inside/insights');

/** The filter that all insights share: it lives in the address, so that a view can be sent to somebody. */
export function useInsights() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const today = useNow().toISOString().slice(0, 10);
  const filter = useMemo(() => filterOf(search, new Date(today)), [search, today]);
  const set = (change: InsightSearch) =>
    void navigate({
      to: '.',
      search: (before) => ({ ...(before as InsightSearch), ...change }),
      replace: true,
      resetScroll: false,
    });
  const clear = () => void navigate({ to: '.', search: {}, replace: true, resetScroll: false });
  return { search, filter, set, clear };
}
