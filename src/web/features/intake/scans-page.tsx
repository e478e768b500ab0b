import { Button, Select } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { SCAN_STATES, type ScanPage } from '../../../contract/scans.ts';
import { scansQuery } from '../../api/scans.ts';
import type { ScanSearch } from '../../routes/search.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { Breakable } from '../../ui/breakable.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { capitalised, number } from '../../ui/format.ts';
import { IconFileUpload } from '../../ui/icons.ts';
import { ListView } from '../../ui/list-view.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RowLink } from '../../ui/row-link.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import { ScanState } from './scan-state.tsx';
import { deltaWords, SCAN_STATE_WORDS } from './scan-words.ts';
import classes from './scans-page.module.css';
import { SendReport } from './send-report.tsx';

const route = getRouteApi('/inside/scans');
const column = columnsOf<ScanPage['items'][number]>();

const columns = column.columns([
  column.accessor((scan) => scan.target.key, {
    id: 'target',
    header: t('What was looked at'),
    meta: { narrow: 'title' },
    cell: ({ row: { original: scan } }) => (
      <>
        <RowLink to="/scans/$scanId" params={{ scanId: scan.id }}>
          <Breakable text={scan.target.key} />
        </RowLink>
        <div className={classes.under}>
          {[scan.branch, scan.commit?.slice(0, 8), scan.category].filter(Boolean).join(' · ')}
        </div>
      </>
    ),
  }),
  column.accessor('tool', {
    header: t('Tool'),
    meta: { width: '148px' },
    cell: ({ getValue }) => getValue() ?? <span className="quiet">{t('not known')}</span>,
  }),
  column.accessor('state', {
    header: t('State'),
    meta: { width: '170px' },
    cell: ({ getValue }) => <ScanState state={getValue()} />,
  }),
  column.accessor('delta', {
    header: t('What came of it'),
    meta: { width: '26%' },
    cell: ({ row: { original: scan } }) => scan.error?.message ?? deltaWords(scan.delta),
  }),
  column.accessor('diagnostics', {
    header: t('Remarks'),
    meta: { width: '92px', align: 'end', narrowLabel: t('remarks') },
    cell: ({ getValue }) => (getValue() === 0 ? <span className="quiet">0</span> : number(getValue())),
  }),
  column.accessor('receivedAt', {
    header: t('Received'),
    meta: { width: '146px', align: 'end' },
    cell: ({ getValue }) => <RelativeTime at={getValue()} />,
  }),
]);

const STATE_OPTIONS = SCAN_STATES.map((state) => ({
  value: state,
  label: capitalised(SCAN_STATE_WORDS[state]),
}));

export function ScansPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [sending, send] = useDisclosure();
  const query = useInfiniteQuery({
    ...scansQuery(search),
    // While something is being read, its answer is a moment away.
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some((scan) => scan.state === 'received')) ? 2_000 : false,
  });
  const set = (change: ScanSearch) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true, resetScroll: false });
  return (
    <Page
      title={t('Scans')}
      lead={t('Every report that came in, what it became, and what was odd about it.')}
      actions={
        <Button leftSection={<IconFileUpload size={16} />} onClick={send.toggle} aria-expanded={sending}>
          {t('Send a report')}
        </Button>
      }
    >
      {sending && <SendReport close={send.close} />}
      <FilterBar
        active={search.state !== undefined || search.target !== undefined}
        clear={() => void navigate({ search: {}, replace: true })}
      >
        <Select
          aria-label={t('State')}
          placeholder={t('Any state')}
          clearable
          value={search.state ?? null}
          onChange={(state) => set({ state: (state ?? undefined) as ScanSearch['state'] })}
          data={STATE_OPTIONS}
        />
      </FilterBar>
      <Section title={t('Scans')} silent>
        <ListView
          query={query}
          waiting={<TableSkeleton rows={10} />}
          empty={
            <EmptyState title={search.state ? t('No scans like this.') : t('No report has come in yet.')}>
              <Say
                text="Drop a scanner’s report here, or let a pipeline send it with <code>lanekeeper ingest</code>."
                code={(words) => <span className="mono">{words}</span>}
              />
            </EmptyState>
          }
        >
          {(scans) => <DataTable label={t('Scans')} columns={columns} rows={scans} rowKey={({ id }) => id} />}
        </ListView>
      </Section>
    </Page>
  );
}
