import { randomBytes } from 'node:crypto';
import type { Connector } from '../../src/connectors/connector.ts';
import type { Clock } from '../../src/kernel/clock.ts';
import type { ConnectionsDeps } from '../../src/modules/connections/public.ts';
import type { DB } from '../../src/modules/schema.gen.ts';
import { createHttpClient } from '../../src/platform/client/client.ts';
import { systemIds } from '../../src/platform/clock.ts';
import type { DatabaseHandle } from '../../src/platform/database/database.ts';
import { createLog } from '../../src/platform/log.ts';
import type { Keys } from '../../src/platform/secrets/keys.ts';

/** Keys as an installation has them, without a file. */
export function testKeys(): Keys {
  const current = { id: randomBytes(4), bytes: randomBytes(32) };
  return {
    current,
    byId: (id) => (current.id.equals(id) ? current : undefined),
    hashSecret: (value) => value,
  };
}

/** What opening connections needs, with these connectors and no others. */
export const connectionsDeps = (
  handle: DatabaseHandle<DB>,
  clock: Clock,
  ...connectors: unknown[]
): ConnectionsDeps => ({
  db: handle.db,
  ids: systemIds(),
  clock,
  keys: testKeys(),
  publish: async () => {},
  // What is asked is on this machine: it need not be spared.
  client: createHttpClient({ allowPrivate: true, log: createLog('silent'), perSecond: 1e6 }),
  systems: (connectors as Connector[]).map(({ id }) => id),
  loadConnector: async (id) => (connectors as Connector[]).find((one) => one.id === id) ?? null,
});
