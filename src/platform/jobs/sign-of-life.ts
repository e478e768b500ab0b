import type pg from 'pg';
import type { Log } from '../log.ts';

/** How often the living look for the dead. */
const LOOK_EVERY_MS = 1500;

export interface SignOfLife {
  /** The workers now work under this id. */
  watch(workerPoolId: string): void;
  stop(): Promise<void>;
}

/**
 * graphile-worker frees the jobs of a dead worker only after hours. Each worker therefore holds a session
 * advisory lock for as long as it lives; whoever can take the lock of another knows that it is dead and
 * frees its jobs. Jobs younger than two seconds are left alone: their worker may not hold its lock yet.
 */
export function keepSignOfLife(pool: pg.Pool, log: Log): SignOfLife {
  let session: pg.PoolClient | undefined;
  let id: string | undefined;
  let stopped = false;

  /** The connection goes with its lock: one that is kept by mistake would lock out its own successor. */
  const dropSession = () => {
    session?.release(true);
    session = undefined;
  };

  const hold = async (workerPoolId: string) => {
    const fresh = await pool.connect();
    let held = false;
    fresh.on('error', () => {
      if (session === fresh) dropSession();
    });
    try {
      await fresh.query(NOTICE_A_DEAD_PEER);
      const { rows } = await fresh.query<{ held: boolean }>(HOLD, [lockName(workerPoolId)]);
      held = rows[0]?.held === true && !stopped && workerPoolId === id;
    } finally {
      // Whoever looks at the lock this very moment holds it: the next look tries again.
      if (held) session = fresh;
      else fresh.release(true);
    }
  };

  const beat = async () => {
    if (stopped) return;
    if (!session && id) await hold(id);
    const { rows } = await pool.query<{ freed: string }>(FREE_THE_DEAD, [id ?? '']);
    if (rows.length > 0) log.warn({ workers: rows.length }, 'took over the work of dead workers');
  };

  let running: Promise<void> = Promise.resolve();
  const beatSoon = () => {
    running = running.then(beat).catch((error: Error) => {
      dropSession();
      log.debug({ error: error.message }, 'sign of life interrupted');
    });
  };
  const timer = setInterval(beatSoon, LOOK_EVERY_MS);

  return {
    watch(workerPoolId) {
      id = workerPoolId;
      dropSession();
      beatSoon();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
      dropSession();
    },
  };
}

const lockName = (workerPoolId: string): string => `worker:${workerPoolId}`;

const HOLD = 'select pg_try_advisory_lock(hashtextextended($1, 0)) as held';

/** A machine that vanishes says no goodbye: without these, its session and lock would stay for two hours. */
const NOTICE_A_DEAD_PEER =
  'set tcp_keepalives_idle = 3; set tcp_keepalives_interval = 1; set tcp_keepalives_count = 3';

const FREE_THE_DEAD = `
  with holders as (
    select locked_by from graphile_worker.jobs
    where locked_at < now() - interval '2 seconds' and locked_by <> $1
    union select locked_by from graphile_worker._private_job_queues
    where locked_at < now() - interval '2 seconds' and locked_by <> $1
  ), dead as (
    select locked_by from holders
    where pg_try_advisory_xact_lock(hashtextextended('worker:' || locked_by, 0))
  )
  select graphile_worker.force_unlock_workers(array_agg(locked_by)) as freed from dead having count(*) > 0`;
