import type { Clock } from '../../kernel/clock.ts';
import type { IdSource } from '../../kernel/ids.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ConnectionsDeps } from '../connections/public.ts';
import type { DB } from '../schema.gen.ts';

export interface NotifyDeps {
  db: Database<DB>;
  ids: IdSource;
  clock: Clock;
  connections: ConnectionsDeps;
  /** Where people reach the page, without a slash at its end. */
  publicUrl: string;
}
