import { useQuery } from '@tanstack/react-query';
import type { TeamList } from '../../../contract/insight.ts';
import { teamsQuery } from '../../api/insight.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { number } from '../../ui/format.ts';
import { OverdueCount } from '../../ui/overdue-count.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RowLink } from '../../ui/row-link.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { CompanyTabs } from '../home/company-tabs.tsx';

type Team = TeamList['items'][number];
const column = columnsOf<Team>();

const columns = column.columns([
  column.accessor('name', {
    header: t('Team'),
    meta: { narrow: 'title' },
    cell: ({ row: { original: team } }) => (
      <RowLink to="/teams/$teamKey" params={{ teamKey: team.key }}>
        {team.name}
      </RowLink>
    ),
  }),
  column.accessor((team) => (team.kind === 'security' ? t('Security') : (team.unit ?? '')), {
    id: 'unit',
    header: t('Business unit'),
    meta: { width: '24%' },
  }),
  column.accessor('queue', { header: t('Queue'), meta: { width: '18%' } }),
  column.accessor('open', {
    header: t('Open tickets'),
    meta: { width: '130px', align: 'end', narrowLabel: t('open') },
    cell: ({ getValue }) => number(getValue()),
  }),
  column.accessor('overdue', {
    header: t('Overdue'),
    meta: { width: '110px', align: 'end', narrowLabel: t('overdue') },
    cell: ({ getValue }) => <OverdueCount value={getValue()} />,
  }),
]);

function leadOf({ items }: TeamList): string {
  const late = items.filter((team) => team.overdue > 0).length;
  if (items.length === 0) return '';
  if (late === 0)
    return t('{count, plural, one {# team} other {# teams}}, and nothing is overdue.', {
      count: items.length,
    });
  return t('{count, plural, one {# team} other {# teams}}; {value} something overdue.', {
    count: items.length,
    value: late === 1 ? t('one has') : t('{late} have', { late }),
  });
}

export function TeamsPage() {
  const query = useQuery(teamsQuery);
  return (
    <Page title={t('Teams')} lead={query.data && leadOf(query.data)}>
      <CompanyTabs />
      <Answered query={query} waiting={<TableSkeleton />}>
        {({ items }) => (
          <Section title={t('All teams')} silent>
            {items.length === 0 ? (
              <EmptyState title={t('No teams yet.')}>
                {t('They come with the organisation file: business units, teams, their people and queues.')}
              </EmptyState>
            ) : (
              <DataTable
                label={t('Teams')}
                columns={columns}
                rows={items}
                rowKey={(team) => team.key}
                sortable
              />
            )}
          </Section>
        )}
      </Answered>
    </Page>
  );
}
