import type pg from 'pg';
import type { Log } from '../log.ts';

/** How often the living look for the dead. */
const LOOK_EVERY_MS = 1500;

/**
 * graphile-worker frees the jobs of a dead worker only after hours. Each worker therefore holds a session
 * advisory lock for as long as it lives; whoever can take the lock of another knows that it is dead and
 * frees its jobs. Jobs younger than two seconds are left alone: their worker may not hold its lock yet.
 */
export function keepSignOfLife(
  pool: pg.Pool,
  log: Log,
): { watch(workerPoolId: string): void; stop(): Promise<void> } {
  let client: pg.PoolClient | undefined;
  let id: string | undefined;
  let stopped = false;

  const beat = async () => {
    if (!client && id) {
      const fresh = await pool.connect();
      fresh.on('error', () => {
        client = undefined;
      });
      await fresh.query('select pg_advisory_lock(hashtextextended($1, 0))', [`worker:${id}`]);
      client = fresh;
    }
    const { rows } = await pool.query<{ freed: string }>(FREE_THE_DEAD, [id ?? '']);
    if (rows.length > 0) log.warn({ workers: rows.length }, 'took over the work of dead workers');
  };

  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = running
      .then(() => (stopped ? undefined : beat()))
      .catch((error: Error) => {
        client = undefined;
        log.debug({ error: error.message }, 'sign of life interrupted');
      });
  }, LOOK_EVERY_MS);

  return {
    watch(workerPoolId) {
      id = workerPoolId;
      client?.release(true);
      client = undefined;
      running = running.then(beat).catch(() => {});
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
      client?.release(true);
    },
  };
}

const FREE_THE_DEAD = `
  with holders as (
    select distinct locked_by from graphile_worker.jobs
    where locked_at < now() - interval '2 seconds' and locked_by <> $1
  ), dead as (
    select locked_by from holders
    where pg_try_advisory_xact_lock(hashtextextended('worker:' || locked_by, 0))
  )
  select graphile_worker.force_unlock_workers(array_agg(locked_by)) as freed from dead having count(*) > 0`;
