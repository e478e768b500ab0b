import type pg from 'pg';
import type { Log } from '../../../platform/log.ts';
import type { Publish } from '../../../platform/outbox/events.ts';
import type { ConnectionsDeps } from '../../connections/public.ts';
import type { DB } from '../../schema.gen.ts';

/** What reading a directory needs. */
export interface DirectoryDeps extends ConnectionsDeps {
  /** For the lock, which needs a connection of its own. */
  pool: pg.Pool;
  publish: Publish<DB>;
  log: Log;
}
