import type { Me } from '../../contract/access.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { IdSource } from '../../kernel/ids.ts';
import type { HttpClient } from '../../platform/client/client.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Log } from '../../platform/log.ts';
import type { Keys } from '../../platform/secrets/keys.ts';
import type { DB } from '../schema.gen.ts';
import type { Credentials } from './credentials.ts';

export interface AccessRoutesDeps {
  db: Database<DB>;
  clock: Clock;
  ids: IdSource;
  credentials: Credentials;
  /** They seal the secrets of apps and of identity providers. */
  keys: Keys;
  /** The guarded way to identity providers. */
  client: HttpClient;
  log: Log;
  /** The address people use; https makes the session cookie secure. */
  publicUrl(): string;
  /** The teams a person belongs to; the organisation slice knows them. */
  teamsOf(personId: string): Promise<Me['teams']>;
}
