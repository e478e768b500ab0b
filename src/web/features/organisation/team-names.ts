import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { teamsQuery } from '../../api/insight.ts';

/** Teams to choose from, and the name of one; the key stands in until the names are here. */
export function useTeamNames() {
  const { data } = useQuery(teamsQuery);
  return useMemo(() => {
    const names = new Map((data?.items ?? []).map(({ key, name }) => [key, name]));
    return {
      nameOf: (key: string) => names.get(key) ?? key,
      options: [...names].map(([value, label]) => ({ value, label })),
    };
  }, [data]);
}
