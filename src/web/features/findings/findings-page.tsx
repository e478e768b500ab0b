import { Button, Checkbox, Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { exportAddress, summaryQuery } from '../../api/explore.ts';
import { findingsQuery } from '../../api/findings.ts';
import type { FindingSearch } from '../../routes/search.ts';
import { t } from '../../texts/t.ts';
import { DataTable } from '../../ui/data-table.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { AgeBars } from './explore/age-bars.tsx';
import { BulkBar } from './explore/bulk-bar.tsx';
import classes from './explore/explorer.module.css';
import { Facets } from './explore/facets.tsx';
import { SavedViews } from './explore/saved-views.tsx';
import { SearchBar } from './explore/search-bar.tsx';
import { type Selection, useSelection } from './explore/use-selection.ts';
import { explorerColumns } from './finding-columns.tsx';
import { toldOnce } from './told-once.ts';

const route = getRouteApi('/inside/findings');

const useColumns = ({ has, toggle }: Selection) =>
  useMemo(
    () =>
      explorerColumns((finding) => (
        <Checkbox
          className={classes.choose}
          size="xs"
          aria-label={t('Choose {title}', { title: finding.title })}
          checked={has(finding.id)}
          onChange={() => toggle(finding.id)}
        />
      )),
    [has, toggle],
  );

function List({ search, selection }: { search: FindingSearch; selection: Selection }) {
  const query = useInfiniteQuery({
    ...findingsQuery({ ...search, state: search.state ?? 'open' }),
    placeholderData: keepPreviousData,
  });
  const columns = useColumns(selection);
  return (
    <Section title={t('Findings')} silent>
      <div className={query.isPlaceholderData ? classes.stale : undefined}>
        <ListView
          query={query}
          waiting={<TableSkeleton rows={12} />}
          empty={
            query.hasNextPage ? (
              <EmptyState
                title={t('Nothing among the first thousands.')}
                action={
                  <Button variant="default" onClick={() => void query.fetchNextPage()}>
                    {t('Look further')}
                  </Button>
                }
              >
                {t('Words of one or two letters are slow to look for: a longer one finds it at once.')}
              </EmptyState>
            ) : (
              <EmptyState title={t('No findings like this.')}>
                {t('Try fewer filters. What scans and people report will stand here.')}
              </EmptyState>
            )
          }
        >
          {(findings) => (
            <DataTable
              label={t('Findings')}
              columns={columns}
              rows={toldOnce(findings)}
              rowKey={({ id }) => id}
            />
          )}
        </ListView>
      </div>
    </Section>
  );
}

export function FindingsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [filtersOpen, filters] = useDisclosure(false);
  const filter = { ...search, state: search.state ?? ('open' as const) };
  const { data: summary, isPlaceholderData } = useQuery({
    ...summaryQuery(filter),
    placeholderData: keepPreviousData,
  });
  const selection = useSelection(filter);
  const set = (change: FindingSearch) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  const show = (next: FindingSearch) => void navigate({ search: next });
  const facets = <Facets search={search} set={set} summary={summary} />;
  return (
    <Page
      title={t('Findings')}
      lead={
        <span className={isPlaceholderData ? classes.stale : undefined}>
          {summary?.sentence ?? t('Counting …')}{' '}
          {search.fix && (
            <TextLink to="/fixes/$fixId" params={{ fixId: search.fix }}>
              {t('What the fix is')}
            </TextLink>
          )}
        </span>
      }
      actions={
        <>
          <SavedViews search={search} show={show} />
          <Button component="a" variant="default" href={exportAddress(filter)} download>
            {t('CSV')}
          </Button>
        </>
      }
    >
      <div className={classes.columns}>
        {facets}
        <div>
          <SearchBar
            search={search}
            set={set}
            clear={() => show({})}
            summary={summary}
            openFilters={filters.open}
          />
          {summary && summary.count > 0 && (
            <AgeBars
              summary={summary}
              since={search.openedSince}
              choose={(openedSince) => set({ openedSince })}
            />
          )}
          <List search={search} selection={selection} />
          <BulkBar
            selection={selection}
            matching={summary ? { count: summary.count, more: summary.more } : null}
          />
        </div>
      </div>
      <Drawer
        opened={filtersOpen}
        onClose={filters.close}
        title={t('Filters')}
        position="right"
        size="min(340px, 88vw)"
        closeButtonProps={{ 'aria-label': t('Close') }}
      >
        {facets}
      </Drawer>
    </Page>
  );
}
