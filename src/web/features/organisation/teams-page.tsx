import { useQuery } from '@tanstack/react-query';
import type { TeamList } from '../../../contract/insight.ts';
import { teamsQuery } from '../../api/insight.ts';
import { Answered } from '../../ui/answered.tsx';
import { DataTable, TableSkeleton } from '../../ui/data-table.tsx';
import { count, number } from '../../ui/format.ts';
import { OverdueCount } from '../../ui/overdue-count.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { RowLink } from '../../ui/row-link.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { columnsOf } from '../../ui/table-model.ts';

type Team = TeamList['items'][number];
const column = columnsOf<Team>();

const columns = column.columns([
  column.accessor('name', {
    header: 'Team',
    meta: { narrow: 'title' },
    cell: ({ row: { original: team } }) => (
      <RowLink to="/teams/$teamKey" params={{ teamKey: team.key }}>
        {team.name}
      </RowLink>
    ),
  }),
  column.accessor((team) => (team.kind === 'security' ? 'Security' : (team.unit ?? '')), {
    id: 'unit',
    header: 'Business unit',
    meta: { width: '24%' },
  }),
  column.accessor('queue', { header: 'Queue', meta: { width: '18%' } }),
  column.accessor('open', {
    header: 'Open tickets',
    meta: { width: '130px', align: 'end', narrowLabel: 'open' },
    cell: ({ getValue }) => number(getValue()),
  }),
  column.accessor('overdue', {
    header: 'Overdue',
    meta: { width: '110px', align: 'end', narrowLabel: 'overdue' },
    cell: ({ getValue }) => <OverdueCount value={getValue()} />,
  }),
]);

function leadOf({ items }: TeamList): string {
  const late = items.filter((team) => team.overdue > 0).length;
  if (items.length === 0) return '';
  if (late === 0) return `${count(items.length, 'team')}, and nothing is overdue.`;
  return `${count(items.length, 'team')}; ${late === 1 ? 'one has' : `${late} have`} something overdue.`;
}

export function TeamsPage() {
  const query = useQuery(teamsQuery);
  return (
    <Page title="Teams" lead={query.data && leadOf(query.data)}>
      <Answered query={query} waiting={<TableSkeleton />}>
        {({ items }) => (
          <Section title="All teams" silent>
            {items.length === 0 ? (
              <EmptyState title="No teams yet.">
                They come with the organisation file: business units, teams, their people and queues.
              </EmptyState>
            ) : (
              <DataTable label="Teams" columns={columns} rows={items} rowKey={(team) => team.key} sortable />
            )}
          </Section>
        )}
      </Answered>
    </Page>
  );
}
