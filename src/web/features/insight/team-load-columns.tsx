import type { Overview } from '../../../contract/insight.ts';
import { t } from '../../texts/t.ts';
import { number } from '../../ui/format.ts';
import { OverdueCount } from '../../ui/overdue-count.tsx';
import { PriorityCounts } from '../../ui/priority.tsx';
import { RowLink } from '../../ui/row-link.tsx';
import { columnsOf } from '../../ui/table-model.ts';

const column = columnsOf<Overview['teams'][number]>();

export const teamLoadColumns = column.columns([
  column.accessor('name', {
    header: t('Team'),
    meta: { narrow: 'title' },
    cell: ({ row: { original: team } }) => (
      <RowLink to="/teams/$teamKey" params={{ teamKey: team.key }}>
        {team.name}
      </RowLink>
    ),
  }),
  column.accessor((team) => team.unit ?? '', {
    id: 'unit',
    header: t('Business unit'),
    meta: { width: '18%', narrow: 'hide' },
  }),
  column.accessor('openByPriority', {
    header: t('By priority'),
    enableSorting: false,
    meta: { width: '286px' },
    cell: ({ getValue }) => <PriorityCounts counts={getValue()} />,
  }),
  column.accessor('open', {
    header: t('Open tickets'),
    meta: { width: '118px', align: 'end', narrow: 'hide' },
    cell: ({ getValue }) => number(getValue()),
  }),
  column.accessor('dueThisWeek', {
    header: t('This week'),
    meta: { width: '104px', align: 'end', narrowLabel: t('this week') },
    cell: ({ getValue }) => number(getValue()),
  }),
  column.accessor('overdue', {
    header: t('Overdue'),
    meta: { width: '104px', align: 'end', narrowLabel: t('overdue') },
    cell: ({ getValue }) => <OverdueCount value={getValue()} />,
  }),
]);
