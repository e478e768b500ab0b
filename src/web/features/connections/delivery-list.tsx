import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Delivery } from '../../../contract/deliveries.ts';
import { meQuery } from '../../api/access.ts';
import { type DeliveryFilters, deliveriesQuery, replayDelivery } from '../../api/connections.ts';
import { Breakable } from '../../ui/breakable.tsx';
import { DataTable, TableSkeleton } from '../../ui/data-table.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { RelativeTime } from '../../ui/time.tsx';
import classes from './connections.module.css';

const STATE_WORDS: Record<Delivery['state'], string> = { pending: 'Waits', done: 'Done', parked: 'Stuck' };
const TOPIC_WORDS: Record<string, string> = { filing: 'Ticket', message: 'Message' };

function Replay({ delivery }: { delivery: Delivery }) {
  const queries = useQueryClient();
  const replaying = useMutation({
    mutationFn: () => replayDelivery(delivery.id),
    onSettled: () => queries.invalidateQueries({ queryKey: ['deliveries'] }),
  });
  if (delivery.state !== 'parked') return null;
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={replaying.isPending}
      onClick={() => replaying.mutate()}
      aria-label={`Try ${delivery.about ?? 'this delivery'} again`}
    >
      Try again
    </Button>
  );
}

const column = columnsOf<Delivery>();
const told = [
  column.accessor('about', {
    header: 'What',
    meta: { narrow: 'title' },
    cell: ({ row: { original } }) => (
      <>
        <Breakable text={original.about ?? TOPIC_WORDS[original.topic] ?? original.topic} />
        <div className={classes.quiet}>
          {TOPIC_WORDS[original.topic] ?? original.topic} by{' '}
          {original.connection?.key ?? 'a removed connection'}
        </div>
        {original.problem && (
          <div className={classes.problem}>
            {original.problem.says} {original.state === 'parked' && original.problem.help}
          </div>
        )}
      </>
    ),
  }),
  column.accessor('state', {
    header: 'State',
    meta: { width: '90px', narrow: 'top' },
    cell: ({ getValue }) => STATE_WORDS[getValue()],
  }),
  column.accessor('createdAt', {
    header: 'When',
    meta: { width: '150px', align: 'end', narrowLabel: 'when' },
    cell: ({ row: { original } }) => <RelativeTime at={original.doneAt ?? original.createdAt} />,
  }),
];
const reading = column.columns(told);
const operating = column.columns([
  ...told,
  column.display({
    id: 'replay',
    header: () => <span className="hidden">Actions</span>,
    meta: { width: '110px', align: 'end' },
    cell: ({ row: { original } }) => <Replay delivery={original} />,
  }),
]);

/** What goes out, newest first; what is stuck says why, and those who may can try it again. */
export function DeliveryList({ filters }: { filters: DeliveryFilters }) {
  const query = useInfiniteQuery(deliveriesQuery(filters));
  const { data: me } = useQuery(meQuery);
  const operates = me?.roles.some((role) => role === 'admin' || role === 'security') ?? false;
  return (
    <ListView
      query={query}
      waiting={<TableSkeleton rows={6} />}
      empty={
        <EmptyState title={filters.state === 'parked' ? 'Nothing is stuck.' : 'Nothing went out yet.'}>
          Tickets and messages appear here as soon as they are planned.
        </EmptyState>
      }
    >
      {(deliveries) => (
        <DataTable
          label="Deliveries"
          columns={operates ? operating : reading}
          rows={deliveries}
          rowKey={({ id }) => id}
        />
      )}
    </ListView>
  );
}
