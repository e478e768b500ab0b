import { queryOptions } from '@tanstack/react-query';
import { alertSourcePage } from '../../contract/alert-sources.ts';
import {
  type ConnectionBody,
  connection,
  connectionList,
  connectionTest,
  systemList,
} from '../../contract/connections.ts';
import { deliveryPage, lanesHealth, replayed } from '../../contract/deliveries.ts';
import { ask, tell } from './client.ts';
import { pages } from './pages.ts';

/** What waits changes by itself. */
const LOOK_AGAIN_MS = 5000;

export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: ({ signal }) => ask(connectionList, 'connections', { signal }),
});

export const systemsQuery = queryOptions({
  queryKey: ['systems'],
  queryFn: ({ signal }) => ask(systemList, 'systems', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

const at = (key: string) => `connections/${encodeURIComponent(key)}`;

export const putConnection = (key: string, body: ConnectionBody) =>
  ask(connection, at(key), { method: 'PUT', body });
export const addConnection = (key: string, body: ConnectionBody) =>
  ask(connection, 'connections', { method: 'POST', body: { key, ...body } });
export const removeConnection = (key: string) => tell(at(key), { method: 'DELETE' });
export const tryConnection = (key: string) =>
  ask(connectionTest, `${at(key)}/test`, { method: 'POST', body: {} });

/** What is pulled changes while it is pulled. */
export const alertSourcesQuery = (key: string) => {
  const list = pages(`${at(key)}/alerts`, alertSourcePage, {});
  return { ...list, queryKey: ['connections', key, 'alerts'], refetchInterval: LOOK_AGAIN_MS };
};
export const pullNow = (key: string) => tell(`${at(key)}/pull`, { method: 'POST', body: {} });

// deliveries ---------------------------------------------------------------------------------------------------

export const healthQuery = queryOptions({
  queryKey: ['deliveries', 'health'],
  queryFn: ({ signal }) => ask(lanesHealth, 'deliveries/health', { signal }),
  refetchInterval: LOOK_AGAIN_MS,
});

export interface DeliveryFilters {
  state?: 'pending' | 'done' | 'parked' | undefined;
  connection?: string | undefined;
}

export const deliveriesQuery = (filters: DeliveryFilters) => ({
  ...pages('deliveries', deliveryPage, { ...filters }),
  refetchInterval: LOOK_AGAIN_MS,
});

/** The newest few of one connection. */
export const lastDeliveriesQuery = (connection: string, limit: number) =>
  queryOptions({
    queryKey: ['deliveries', 'last', connection, limit],
    queryFn: ({ signal }) =>
      ask(deliveryPage, `deliveries?${new URLSearchParams({ connection, limit: String(limit) })}`, {
        signal,
      }),
    refetchInterval: LOOK_AGAIN_MS,
  });

export const replayDelivery = (id: string) =>
  ask(replayed, `deliveries/${encodeURIComponent(id)}/replay`, { method: 'POST', body: {} });
export const replayAll = (key: string) => ask(replayed, `${at(key)}/replay`, { method: 'POST', body: {} });
