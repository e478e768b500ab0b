import { useQuery } from '@tanstack/react-query';
import type { Unowned } from '../../../contract/insight.ts';
import { unownedQuery } from '../../api/insight.ts';
import { Answered } from '../../ui/answered.tsx';
import { Breakable } from '../../ui/breakable.tsx';
import { DataTable, TableSkeleton } from '../../ui/data-table.tsx';
import { count, number } from '../../ui/format.ts';
import { Page, Section } from '../../ui/page.tsx';
import { PriorityBadge } from '../../ui/priority.tsx';
import { RowLink } from '../../ui/row-link.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { Reasons } from '../../ui/trail.tsx';
import classes from './finding-owner.module.css';
import { NotOurs } from './not-ours.tsx';
import { TakeOver } from './take-over.tsx';

type Place = Unowned['repositories'][number];
const column = columnsOf<Place>();

const columns = column.columns([
  column.accessor('worst', {
    header: 'Worst',
    meta: { width: '88px', narrow: 'top' },
    cell: ({ getValue }) => <PriorityBadge priority={getValue()} />,
  }),
  column.accessor((place) => place.target.key, {
    id: 'target',
    header: 'Where',
    meta: { narrow: 'title', width: '20%' },
    cell: ({ row: { original: place } }) => (
      <RowLink
        to="/findings"
        search={{
          unowned: true,
          ...(place.target.kind === 'repository' && { repository: place.target.key }),
        }}
      >
        <Breakable text={place.target.key} />
      </RowLink>
    ),
  }),
  column.accessor('because', {
    header: 'Why nobody',
    enableSorting: false,
    meta: { narrow: 'title' },
    cell: ({ getValue }) => <Reasons because={getValue()} />,
  }),
  column.accessor('queue', { header: 'Waits in', meta: { width: '100px', narrowLabel: 'waits in' } }),
  column.accessor('findings', {
    header: 'Findings',
    meta: { width: '96px', align: 'end', narrowLabel: 'findings' },
    cell: ({ getValue }) => number(getValue()),
  }),
  column.accessor('tickets', {
    header: 'Tickets',
    meta: { width: '92px', align: 'end', narrowLabel: 'tickets' },
    cell: ({ getValue }) => number(getValue()),
  }),
  column.display({
    id: 'actions',
    header: 'Whose is it?',
    meta: { width: '232px' },
    cell: ({ row: { original: place } }) => (
      <div className={classes.buttons}>
        <TakeOver
          place={
            place.target.kind === 'repository'
              ? { repository: place.target.key }
              : { resource: `${place.target.kind}:${place.target.key}` }
          }
          size="compact-sm"
        />
        <NotOurs finding={{ id: place.finding, title: place.target.key }} from="" unowned size="compact-sm" />
      </div>
    ),
  }),
]);

const leadOf = ({ findings, repositories }: Unowned) =>
  findings === 0
    ? 'Every finding has an owner.'
    : `${count(findings, 'finding')} in ${count(repositories.length, 'place')} ${findings === 1 ? 'has' : 'have'} no owner yet. They wait in a triage queue until somebody is named.`;

export function UnownedPage() {
  const query = useQuery(unownedQuery);
  return (
    <Page title="Without an owner" lead={query.data && leadOf(query.data)}>
      <Answered query={query} waiting={<TableSkeleton rows={5} />}>
        {({ repositories }) => (
          <Section title="Places" note="An about.yaml with one line, owner: <team>, is enough">
            {repositories.length === 0 ? (
              <EmptyState title="Nobody is missing.">
                Findings in places without an owner will wait here, with the reason why nobody was found.
              </EmptyState>
            ) : (
              <DataTable
                label="Places without an owner"
                columns={columns}
                rows={repositories}
                rowKey={(place) => `${place.target.kind}:${place.target.key}`}
                sortable
              />
            )}
          </Section>
        )}
      </Answered>
    </Page>
  );
}
