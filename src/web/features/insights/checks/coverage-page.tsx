import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ChecksSummary } from '../../../../contract/checks.ts';
import { FORMULAS } from '../../../../contract/insights/formulas.ts';
import { checksListQuery, checksSummaryQuery } from '../../../api/checks.ts';
import { tableAddress } from '../../../api/client.ts';
import { t } from '../../../texts/t.ts';
import { Answered } from '../../../ui/answered.tsx';
import { BarRows } from '../../../ui/charts/bar-rows.tsx';
import { Figure } from '../../../ui/charts/figure.tsx';
import { FigureWaiting } from '../../../ui/charts/figure-waiting.tsx';
import { CsvLink } from '../../../ui/csv-link.tsx';
import { DataTable } from '../../../ui/data-table.tsx';
import { capitalised, number } from '../../../ui/format.ts';
import { ListView } from '../../../ui/list-view.tsx';
import { Columns, Section } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TableSkeleton } from '../../../ui/table-skeleton.tsx';
import { InsightPage } from '../insight-page.tsx';
import { useInsights } from '../use-insights.ts';
import { checkColumns } from './check-columns.tsx';
import { ChecksFilters } from './checks-filters.tsx';
import { FailedScans, SilentScanners } from './silent.tsx';

function KindBars({ summary, busy }: { summary: ChecksSummary; busy: boolean }) {
  const { search } = useInsights();
  return (
    <Figure
      title={summary.sentence}
      formula={[
        [t('No check'), FORMULAS.checkMissing],
        [t('Silent'), FORMULAS.checkSilent],
      ]}
      file="checks"
      busy={busy}
      table={{
        caption: t('Repositories by kind of check'),
        columns: [{ name: t('Kind') }, { name: t('With a check') }, { name: t('Without') }],
        rows: summary.kinds.map(({ kind, covered, missing }) => ({
          key: kind,
          cells: [capitalised(kind), number(covered), number(missing)],
        })),
      }}
    >
      <BarRows
        label={t('Repositories with a check, by kind')}
        rows={summary.kinds.map(({ kind, covered, missing }) => ({
          key: kind,
          name: capitalised(kind),
          value: covered,
          of: summary.repositories,
          words: t('{missing, number} without', { missing }),
          link: { to: '/insights/coverage', search: { ...search, missing: kind } },
        }))}
      />
    </Figure>
  );
}

function Matrix({ kinds }: { kinds: ChecksSummary['kinds'] }) {
  const { search } = useInsights();
  const { team, unit, missing, text } = search;
  const filter = { team, unit, missing, text };
  const list = useInfiniteQuery(checksListQuery(filter));
  const columns = useMemo(() => checkColumns(kinds), [kinds]);
  return (
    <Section
      title={t('Repositories')}
      note={t('The last complete scan of each kind')}
      action={<CsvLink href={tableAddress('insights/checks', filter)} />}
    >
      <ListView
        query={list}
        waiting={<TableSkeleton rows={10} />}
        empty={
          <EmptyState title={t('No repositories like this.')}>
            {missing
              ? t('Nothing is missing here.')
              : t('They come with the organisation, or with their first report.')}
          </EmptyState>
        }
      >
        {(rows) => (
          <DataTable
            label={t('Repositories and their checks')}
            columns={columns}
            rows={rows}
            rowKey={({ repository }) => repository}
          />
        )}
      </ListView>
    </Section>
  );
}

/** What is not looked at: which repository lacks which kind of check, and which scanners have stopped. */
export function CoveragePage() {
  const { search } = useInsights();
  const query = useQuery(checksSummaryQuery({ team: search.team, unit: search.unit }));
  return (
    <InsightPage
      title={t('Checks')}
      lead={t('What looks at our code, and what nothing looks at.')}
      unfiltered
    >
      <ChecksFilters kinds={query.data?.kinds ?? []} />
      <Answered query={query} waiting={<FigureWaiting height={200} />}>
        {(summary) => (
          <>
            <KindBars summary={summary} busy={query.isPlaceholderData} />
            <Columns
              main={<SilentScanners summary={summary} />}
              side={<FailedScans failed={summary.failed} />}
            />
            <Matrix kinds={summary.kinds} />
          </>
        )}
      </Answered>
    </InsightPage>
  );
}
