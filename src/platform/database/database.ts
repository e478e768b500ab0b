import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import { watchClients } from './copy.ts';
import { preparing } from './prepared.ts';

/** `Schema` is the type of all tables, generated from the database (see `npm run generate`). */
export type Database<Schema> = Kysely<Schema>;
export type Tx<Schema> = Transaction<Schema>;

export interface DatabaseHandle<Schema> {
  db: Database<Schema>;
  pool: pg.Pool;
  url: string;
  close(): Promise<void>;
}

// Counts arrive as bigint; none of ours comes near 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export function openDatabase<Schema>(
  url: string,
  options: {
    max?: number;
    onError?: (error: Error) => void;
    /** False: a commit does not wait for the disk. For work that is done again if it is lost. */
    waitForDisk?: boolean;
  } = {},
): DatabaseHandle<Schema> {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 12,
    // PGAPPNAME tells processes of one house apart.
    fallback_application_name: 'lanekeeper',
    ...(options.waitForDisk === false && { options: '-c synchronous_commit=off' }),
    // A database that is gone must answer as an error, not as a hanging request.
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
  });
  let closing: Promise<void> | undefined;
  // An idle connection that breaks is replaced by the next use; without a listener it would end the process.
  // While closing, the database may cut a connection before it has said goodbye: that is no news.
  const onError = (error: Error) => {
    if (!closing) options.onError?.(error);
  };
  pool.on('error', onError);
  pool.on('connect', (client) => client.on('error', onError));
  watchClients(pool);
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: preparing(pool) }) });
  return {
    db,
    pool,
    url,
    close: () => {
      // Kysely ends the pool only if it was asked anything itself.
      closing ??= db.destroy().then(() => (pool.ended ? undefined : pool.end()));
      return closing;
    },
  };
}

/**
 * Takes the advisory lock of `name` until the transaction ends. Others wait.
 * @param space keeps unrelated users of locks apart
 */
export const lockFor = <Schema>(tx: Tx<Schema>, space: string, name: string): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`${space}:${name}`}, 0))`.execute(tx);

/** The same without waiting. @returns whether the lock is held now */
export const tryLockFor = async <Schema>(tx: Tx<Schema>, space: string, name: string): Promise<boolean> => {
  const { rows } = await sql<{ held: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`${space}:${name}`}, 0)) as held`.execute(tx);
  return rows[0]?.held === true;
};
