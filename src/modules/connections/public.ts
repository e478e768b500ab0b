export { forgetDeliveries } from './accept-hook.ts';
export { type ConnectionChanged, connectionChanged } from './connection-changed.ts';
export { deliveryRoutes } from './deliveries/routes.ts';
export type { ConnectionsDeps } from './deps.ts';
export { type HostChanged, hostChanged } from './hook-event.ts';
export { hookRoutes } from './hook-routes.ts';
export {
  noteFailure,
  noteSuccess,
  type OpenConnection,
  openConnection,
  openConnections,
  resealSecrets,
} from './open-connection.ts';
export { readConnections } from './read-connections.ts';
export { connectionRoutes } from './routes.ts';
export { shownConnection } from './shown-connection.ts';
export {
  selectConnection as findConnection,
  selectConnections as listConnections,
  systemOfConnection,
} from './store.ts';
export { tryConnection } from './try-connection.ts';
export { putConnection, removeConnection } from './write-connection.ts';
