import type { Kysely } from 'kysely';
import type { Connector } from '../../connectors/connector.ts';
import type { DB } from '../schema.gen.ts';
import type { ConnectionsDeps } from './deps.ts';
import type { Capability } from './open-connection.ts';

/** A connection in use, as far as it can be known without its secrets. */
export interface ReadConnection {
  id: string;
  key: string;
  system: string;
  connector: Connector;
  settings: unknown;
}

/**
 * Connections in use that have a capability, by key; secrets stay sealed. One small query, for transactions that ask
 * often. One whose settings no longer make sense is left out.
 */
export async function readConnections(
  db: Kysely<DB>,
  loadConnector: ConnectionsDeps['loadConnector'],
  capability: Capability,
): Promise<ReadConnection[]> {
  const rows = await db
    .selectFrom('connection')
    .select(['id', 'key', 'system', 'settings'])
    .where('enabled', '=', true)
    .orderBy('key')
    .execute();
  const found: ReadConnection[] = [];
  for (const { id, key, system, settings } of rows) {
    const connector = await loadConnector(system);
    const read = connector?.[capability] ? connector.settings.safeParse(settings) : null;
    if (connector && read?.success) found.push({ id, key, system, connector, settings: read.data });
  }
  return found;
}
