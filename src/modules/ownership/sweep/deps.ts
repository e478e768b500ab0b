import type pg from 'pg';
import type { Log } from '../../../platform/log.ts';
import type { PublishAll } from '../../../platform/outbox/events.ts';
import type { ConnectionsDeps } from '../../connections/public.ts';
import type { DB } from '../../schema.gen.ts';

/** What a full look at a code host needs. */
export interface SweepDeps extends ConnectionsDeps {
  /** For the lock, which needs a connection of its own. */
  pool: pg.Pool;
  publishAll: PublishAll<DB>;
  log: Log;
}
