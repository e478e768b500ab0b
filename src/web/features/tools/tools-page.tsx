import { useQuery } from '@tanstack/react-query';
import type { ToolList } from '../../../contract/tools.ts';
import { tableAddress } from '../../api/client.ts';
import { toolsQuery } from '../../api/tools.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { CsvLink } from '../../ui/csv-link.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Stat, Stats } from '../../ui/facts.tsx';
import { number } from '../../ui/format.ts';
import { Page, Section } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { InsightTabs } from '../insights/insight-tabs.tsx';
import { BountyFigure } from './bounty-figure.tsx';
import { toolColumns } from './tool-columns.tsx';

/** What people found where tools had looked before. */
function Late({ late }: { late: ToolList['late'] }) {
  return (
    <Section
      title={t('What people found instead')}
      note={t('Penetration tests, bug bounty and incidents of 365 days, the newest 200')}
    >
      <Stats>
        <div>
          <Stat name={t('Found by people')} value={number(late.found)} />
        </div>
        <div>
          <Stat name={t('Told by a tool before')} value={number(late.told)} note={t('known, not fixed')} />
        </div>
        <div>
          <Stat name={t('A tool should have told')} value={number(late.missed)} note={t('it looked there')} />
        </div>
        <div>
          <Stat
            name={t('No such tool looked there')}
            value={number(late.uncovered)}
            note={t('a gap in the checks')}
          />
        </div>
        <div>
          <Stat name={t('Beyond tools')} value={number(late.beyond)} note={t('a review would find it')} />
        </div>
      </Stats>
    </Section>
  );
}

export function ToolsPage() {
  const query = useQuery(toolsQuery);
  return (
    <Page title={t('Tools')} lead={query.data?.sentence ?? t('What each tool is worth.')}>
      <InsightTabs />
      <Answered query={query} waiting={<TableSkeleton rows={6} />}>
        {({ items, late }) => (
          <>
            <Section
              title={t('Tools')}
              note={t('Found and fixed in the last 52 weeks')}
              action={<CsvLink href={tableAddress('tools', {})} />}
            >
              {items.length === 0 ? (
                <EmptyState title={t('No tool has sent a report yet.')}>
                  {t('Send one on the page of scans.')}
                </EmptyState>
              ) : (
                <DataTable
                  label={t('Tools')}
                  columns={toolColumns}
                  rows={items}
                  rowKey={({ tool }) => tool}
                  sortable
                />
              )}
            </Section>
            <Late late={late} />
          </>
        )}
      </Answered>
      <BountyFigure />
    </Page>
  );
}
