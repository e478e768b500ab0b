import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Connection } from '../../../contract/connections.ts';
import type { LaneHealth } from '../../../contract/deliveries.ts';
import { connectionsQuery, healthQuery } from '../../api/connections.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { IconPlus } from '../../ui/icons.ts';
import { Page, Section } from '../../ui/page.tsx';
import { RowLink, TextLink } from '../../ui/row-link.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { columnsOf } from '../../ui/table-model.ts';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import { ConnectionTabs } from './connection-tabs.tsx';
import { abilitiesInWords, outgoingInWords, standingOf } from './connection-words.ts';
import classes from './connections.module.css';
import { Standing } from './standing.tsx';

interface Row extends Connection {
  health: LaneHealth | null;
}

const column = columnsOf<Row>();
const columns = column.columns([
  column.accessor('key', {
    header: t('Connection'),
    meta: { narrow: 'title' },
    cell: ({ row: { original } }) => (
      <>
        <RowLink to="/connections/$key" params={{ key: original.key }}>
          {original.key}
        </RowLink>
        <div className={classes.quiet}>
          {original.name}: {abilitiesInWords(original.can)}
        </div>
      </>
    ),
  }),
  column.display({
    id: 'standing',
    header: t('State'),
    meta: { width: '170px', narrow: 'top' },
    cell: ({ row: { original } }) => <Standing standing={standingOf(original, original.health)} />,
  }),
  column.display({
    id: 'out',
    header: t('Goes out'),
    meta: { width: '230px', narrowLabel: t('out') },
    cell: ({ row: { original } }) =>
      (original.health && outgoingInWords(original.health)) ?? <span className="quiet">{t('nothing')}</span>,
  }),
  column.accessor('lastOkAt', {
    header: t('Worked last'),
    meta: { width: '142px', align: 'end', narrowLabel: t('worked') },
    cell: ({ getValue }) => {
      const at = getValue();
      return at ? <RelativeTime at={at} /> : <span className="quiet">{t('never')}</span>;
    },
  }),
]);

/** The outside systems that we speak to, and whether they work. */
export function ConnectionsPage() {
  const connections = useQuery(connectionsQuery);
  const health = useQuery(healthQuery);
  const healthOf = (key: string) =>
    health.data?.items.find(({ connection }) => connection?.key === key) ?? null;
  return (
    <Page
      title={t('Connections')}
      lead={t('Trackers, chats and code hosts that Lanekeeper speaks to, and whether they work.')}
      actions={
        <Button
          renderRoot={(props) => <Link to="/connections/new" {...props} />}
          size="sm"
          leftSection={<IconPlus size={15} />}
        >
          {t('Connect a system')}
        </Button>
      }
    >
      <ConnectionTabs />
      <Section title={t('Connections')} silent>
        <Answered query={connections} waiting={<TableSkeleton rows={4} />}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState
                title={t('Nothing is connected yet.')}
                action={<TextLink to="/connections/new">{t('Connect a system')}</TextLink>}
              >
                {t(
                  'Tickets stay in the built-in queue until a tracker is connected; nothing is lost meanwhile.',
                )}
              </EmptyState>
            ) : (
              <DataTable
                label={t('Connections')}
                columns={columns}
                rows={items.map((one) => ({ ...one, health: healthOf(one.key) }))}
                rowKey={({ key }) => key}
              />
            )
          }
        </Answered>
      </Section>
    </Page>
  );
}
