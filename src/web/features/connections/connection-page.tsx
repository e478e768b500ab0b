import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Connection, System } from '../../../contract/connections.ts';
import type { LaneHealth } from '../../../contract/deliveries.ts';
import { connectionsQuery, healthQuery, systemsQuery } from '../../api/connections.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { Columns, Padded, Page, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { ConnectionForm } from './connection-form.tsx';
import { ConnectionSide } from './connection-side.tsx';
import { abilitiesInWords, standingOf } from './connection-words.ts';
import { LastDeliveries } from './delivery-list.tsx';
import { PulledList } from './pulled-list.tsx';
import { RemoveConnection } from './remove-connection.tsx';
import { Standing } from './standing.tsx';

const route = getRouteApi('/inside/connections/$key');

interface Known {
  connection: Connection;
  system: System | undefined;
  health: LaneHealth | null;
}

function Body({ connection, system, health }: Known) {
  const navigate = route.useNavigate();
  const goesOut = connection.can.includes('tickets') || connection.can.includes('messages');
  return (
    <Columns
      main={
        <>
          {goesOut && (
            <Section
              title={t('Last deliveries')}
              action={
                <TextLink to="/deliveries" search={{ connection: connection.key }}>
                  {t('All of them')}
                </TextLink>
              }
            >
              <LastDeliveries connectionKey={connection.key} />
            </Section>
          )}
          {connection.can.includes('alerts') && <PulledList connectionKey={connection.key} />}
          <Section title={t('Settings')} note={t('Secrets are kept sealed and never shown again')}>
            <Padded>
              {system ? (
                <ConnectionForm
                  key={JSON.stringify(connection.settings)}
                  system={system}
                  connection={connection}
                  saved={() => undefined}
                  aside={
                    <RemoveConnection
                      connection={connection}
                      removed={() => void navigate({ to: '/connections' })}
                    />
                  }
                />
              ) : (
                t('This version has no connector for it.')
              )}
            </Padded>
          </Section>
        </>
      }
      sideFirst
      side={<ConnectionSide connection={connection} health={health} />}
    />
  );
}

/** One connection: whether it works, what went out by it, its settings. */
export function ConnectionPage() {
  const { key } = route.useParams();
  const connections = useQuery(connectionsQuery);
  const systems = useQuery(systemsQuery);
  const health = useQuery(healthQuery);
  const laneHealth = health.data?.items.find((lane) => lane.connection?.key === key) ?? null;
  const connection = connections.data?.items.find((one) => one.key === key);
  return (
    <Page
      title={key}
      above={<TextLink to="/connections">{t('Connections')}</TextLink>}
      lead={
        connection && (
          <>
            {connection.name}: {abilitiesInWords(connection.can)} ·{' '}
            <Standing standing={standingOf(connection, laneHealth)} />
          </>
        )
      }
    >
      <Answered query={connections} waiting={<TableSkeleton rows={8} />}>
        {() =>
          connection ? (
            <Body
              connection={connection}
              system={systems.data?.items.find(({ id }) => id === connection.system)}
              health={laneHealth}
            />
          ) : (
            <EmptyState
              title={t('There is no connection called {key}.', { key })}
              action={<TextLink to="/connections">{t('All connections')}</TextLink>}
            />
          )
        }
      </Answered>
    </Page>
  );
}
