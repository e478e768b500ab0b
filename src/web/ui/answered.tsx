import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { t } from '../texts/t.ts';
import { ProblemState } from './states.tsx';

interface Props<Data> {
  query: Pick<UseQueryResult<Data>, 'data' | 'error' | 'refetch'>;
  /** Keeps the layout while the answer is on its way. */
  waiting: ReactNode;
  children: (data: Data) => ReactNode;
}

/** Waits, then shows the answer or the problem. What was known stays visible when a refresh fails. */
export function Answered<Data>({ query, waiting, children }: Props<Data>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <ProblemState error={query.error} retry={() => void query.refetch()} />;
  return (
    <div aria-busy="true" role="status" aria-label={t('Loading')}>
      {waiting}
    </div>
  );
}
