import type { Connector } from '../../connectors/connector.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { IdSource } from '../../kernel/ids.ts';
import type { HttpClient } from '../../platform/client/client.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Publish } from '../../platform/outbox/events.ts';
import type { Keys } from '../../platform/secrets/keys.ts';
import type { DB } from '../schema.gen.ts';

/** What opening a connection needs. */
export interface ConnectionsDeps {
  db: Database<DB>;
  ids: IdSource;
  clock: Clock;
  keys: Keys;
  /** The only way out: guarded, throttled, retried. */
  client: HttpClient;
  publish: Publish<DB>;
  /** Ids of the systems that can be connected. */
  systems: readonly string[];
  /** The connector of that id; null when there is none. */
  loadConnector(id: string): Promise<Connector | null>;
  /** What those who use settings object to, besides the connector: nothing, or a sentence for each. */
  settingsProblems?(settings: unknown): string[];
}
