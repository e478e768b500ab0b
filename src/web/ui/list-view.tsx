import { Button } from '@mantine/core';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { t } from '../texts/t.ts';
import classes from './list-view.module.css';
import { ProblemState } from './states.tsx';

/** Reads the next page shortly before its rows come into sight. */
function useReadOn(active: boolean, readOn: () => void) {
  const end = useRef<HTMLDivElement>(null);
  const latest = useRef(readOn);
  useEffect(() => {
    latest.current = readOn;
  });
  useEffect(() => {
    if (!active || !end.current) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && latest.current(),
      { rootMargin: '400px' },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [active]);
  return end;
}

interface Props<Row> {
  query: UseInfiniteQueryResult<Row[]>;
  /** Keeps the layout while the first page is on its way. */
  waiting: ReactNode;
  empty: ReactNode;
  children: (rows: Row[]) => ReactNode;
}

/** A cursor-paged list with its four faces: waiting, problem, empty, rows (more of them on scrolling). */
export function ListView<Row>({ query, waiting, empty, children }: Props<Row>) {
  const { data, error, refetch, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } =
    query;
  const mayReadOn = hasNextPage && !isFetchingNextPage && !isFetchNextPageError;
  const end = useReadOn(mayReadOn, () => void fetchNextPage());
  if (data === undefined) {
    if (error) return <ProblemState error={error} retry={() => void refetch()} />;
    return (
      <div aria-busy="true" role="status" aria-label={t('Loading')}>
        {waiting}
      </div>
    );
  }
  if (data.length === 0) return empty;
  return (
    <>
      {children(data)}
      <div ref={end} className={classes.end}>
        {isFetchingNextPage && <span className="quiet">{t('Reading on …')}</span>}
        {hasNextPage && !isFetchingNextPage && (
          <Button variant="subtle" size="compact-sm" onClick={() => void fetchNextPage()}>
            {isFetchNextPageError ? t('Try to read on') : t('Show more')}
          </Button>
        )}
      </div>
    </>
  );
}
