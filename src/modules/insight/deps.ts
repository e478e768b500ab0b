import type { Clock } from '../../kernel/clock.ts';
import type { IdSource } from '../../kernel/ids.ts';
import type { Database } from '../../platform/database/database.ts';
import type { DB } from '../schema.gen.ts';

export interface InsightDeps {
  db: Database<DB>;
  clock: Clock;
  ids: IdSource;
}
