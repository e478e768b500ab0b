import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { findingsQuery } from '../../api/findings.ts';
import type { FindingSearch } from '../../routes/search.ts';
import { DataTable, TableSkeleton } from '../../ui/data-table.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useTeamNames } from '../organisation/team-names.ts';
import { filterSentence } from './filter-words.ts';
import { findingColumns } from './finding-columns.tsx';
import { FindingFilters } from './finding-filters.tsx';
import { toldOnce } from './told-once.ts';

const route = getRouteApi('/inside/findings');

export function FindingsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { nameOf } = useTeamNames();
  const query = useInfiniteQuery({
    ...findingsQuery({ ...search, state: search.state ?? 'open' }),
    placeholderData: keepPreviousData,
  });
  const set = (change: FindingSearch) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  return (
    <Page
      title="Findings"
      lead={
        <>
          {`${filterSentence(search, nameOf)}, most urgent first.`}{' '}
          {search.fix && (
            <TextLink to="/fixes/$fixId" params={{ fixId: search.fix }}>
              What the fix is
            </TextLink>
          )}
        </>
      }
    >
      <FindingFilters search={search} set={set} clear={() => void navigate({ search: {}, replace: true })} />
      <Section title="Findings" silent>
        <ListView
          query={query}
          waiting={<TableSkeleton rows={12} />}
          empty={
            <EmptyState title="No findings like this.">
              Try fewer filters. What scans and people report will stand here.
            </EmptyState>
          }
        >
          {(findings) => (
            <DataTable
              label="Findings"
              columns={findingColumns}
              rows={toldOnce(findings)}
              rowKey={({ id }) => id}
            />
          )}
        </ListView>
      </Section>
    </Page>
  );
}
