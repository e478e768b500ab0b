import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Delivery } from '../../../contract/deliveries.ts';
import { meQuery } from '../../api/access.ts';
import {
  type DeliveryFilters,
  deliveriesQuery,
  lastDeliveriesQuery,
  replayDelivery,
} from '../../api/connections.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { Breakable } from '../../ui/breakable.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { sentenceOf } from '../../ui/format.ts';
import { IconAlertTriangle, IconCheck, IconClock } from '../../ui/icons.ts';
import { ListView } from '../../ui/list-view.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import classes from './connections.module.css';

const STATES = {
  pending: { words: t('Waits'), Sign: IconClock, tone: 'plain' },
  done: { words: t('Done'), Sign: IconCheck, tone: 'plain' },
  parked: { words: t('Stuck'), Sign: IconAlertTriangle, tone: 'amber' },
} as const;
const TOPIC_WORDS: Record<string, string> = { filing: t('Ticket'), message: t('Message') };

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
      aria-label={t('Try {about} again', { about: delivery.about ?? t('this delivery') })}
    >
      {t('Try again')}
    </Button>
  );
}

const column = columnsOf<Delivery>();
const told = [
  column.accessor('about', {
    header: t('What'),
    meta: { narrow: 'title' },
    cell: ({ row: { original } }) => (
      <>
        <Breakable text={original.about ?? TOPIC_WORDS[original.topic] ?? original.topic} />
        <div className={classes.quiet}>
          {t('{TOPIC_WORDS} by {key}', {
            TOPIC_WORDS: TOPIC_WORDS[original.topic] ?? original.topic,
            key: original.connection?.key ?? t('a removed connection'),
          })}
        </div>
        {original.problem && <div className={classes.problem}>{sentenceOf(original.problem.says)}</div>}
      </>
    ),
  }),
  column.accessor('state', {
    header: t('State'),
    meta: { width: '100px', narrow: 'top' },
    cell: ({ getValue }) => {
      const { words, tone, Sign } = STATES[getValue()];
      return (
        <span className={classes.standing} data-tone={tone}>
          <Sign size={14} aria-hidden />
          {words}
        </span>
      );
    },
  }),
  column.accessor('createdAt', {
    header: t('When'),
    meta: { width: '150px', align: 'end', narrowLabel: t('when') },
    cell: ({ row: { original } }) => <RelativeTime at={original.doneAt ?? original.createdAt} />,
  }),
];
const reading = column.columns(told);
const operating = column.columns([
  ...told,
  column.display({
    id: 'replay',
    header: () => <span className="hidden">{t('Actions')}</span>,
    meta: { width: '110px', align: 'end' },
    cell: ({ row: { original } }) => <Replay delivery={original} />,
  }),
]);

/** Instead of a list of one state. */
const NOTHING = {
  parked: t('Nothing is stuck.'),
  pending: t('Nothing waits.'),
  done: t('Nothing went out yet.'),
} as const;

const NothingYet = () => (
  <EmptyState title={t('Nothing went out yet.')}>
    {t('Tickets and messages appear here as soon as they are planned.')}
  </EmptyState>
);

function Rows({ deliveries }: { deliveries: readonly Delivery[] }) {
  const { data: me } = useQuery(meQuery);
  const operates = me?.roles.some((role) => role === 'admin' || role === 'security') ?? false;
  return (
    <DataTable
      label={t('Deliveries')}
      columns={operates ? operating : reading}
      rows={deliveries}
      rowKey={({ id }) => id}
    />
  );
}

/** What goes out, newest first; what is stuck says why, and those who may can try it again. */
export function DeliveryList({ filters }: { filters: DeliveryFilters }) {
  const query = useInfiniteQuery(deliveriesQuery(filters));
  return (
    <ListView
      query={query}
      waiting={<TableSkeleton rows={6} />}
      empty={filters.state ? <EmptyState title={NOTHING[filters.state]} /> : <NothingYet />}
    >
      {(deliveries) => <Rows deliveries={deliveries} />}
    </ListView>
  );
}

/** On the page of a connection: enough to see how it goes. */
const FEW = 6;

export function LastDeliveries({ connectionKey }: { connectionKey: string }) {
  const query = useQuery(lastDeliveriesQuery(connectionKey, FEW));
  return (
    <Answered query={query} waiting={<TableSkeleton rows={FEW} />}>
      {({ items }) => (items.length > 0 ? <Rows deliveries={items} /> : <NothingYet />)}
    </Answered>
  );
}
