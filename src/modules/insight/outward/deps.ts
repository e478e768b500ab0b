import type { FastifyRequest } from 'fastify';
import type pg from 'pg';
import type { Clock } from '../../../kernel/clock.ts';
import type { IdSource } from '../../../kernel/ids.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { Log } from '../../../platform/log.ts';
import type { DB } from '../../schema.gen.ts';
import type { LiveOptions } from './live/live-walls.ts';

export interface OutwardDeps {
  db: Database<DB>;
  /** One of its connections listens while a wall is open. */
  pool: pg.Pool;
  clock: Clock;
  ids: IdSource;
  log: Log;
  publicUrl(): string;
  /** Whether who asked may still read: walls stay open for days. */
  stillReads(request: FastifyRequest): Promise<boolean>;
  live?: LiveOptions;
}
