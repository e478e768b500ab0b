import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export interface TakeoverWatch {
  /** That worker is dead from now on. */
  killed(name: string): void;
  /** Cuts its connections to the database, though it lives. */
  cutConnections(name: string): Promise<void>;
  count(): number;
  longestMs(): number;
  stop(): Promise<void>;
}

interface JobRow {
  id: string;
  worker: string | null;
  /** Dead jobs of graphile-worker, whose key went to a successor. */
  over: boolean;
  /** Who holds that worker's sign of life. */
  name: string | null;
}

const JOBS = `
  select j.id::text, j.locked_by as worker, j.locked_by is null and j.attempts >= j.max_attempts as over,
    (select a.application_name from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.objsubid = 1
       and ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended('worker:' || j.locked_by, 0) limit 1) as name
  from graphile_worker.jobs j where j.locked_by is not null or j.attempts > 0`;

/** Watches the jobs of workers that are killed until another has them. */
export function watchTakeovers(databaseUrl: string): TakeoverWatch {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'watch' });
  client.on('error', () => {});
  const names = new Map<string, string>();
  const killedAt = new Map<string, number>();
  const orphans = new Map<string, { worker: string; since: number }>();
  const takeovers: number[] = [];
  let stopped = false;

  const look = async () => {
    const { rows } = await client.query<JobRow>(JOBS);
    const jobs = new Map(rows.map((row) => [row.id, row]));
    for (const { id, worker, name } of rows) {
      if (worker && name) names.set(worker, name);
      const since = worker ? killedAt.get(names.get(worker) ?? '') : undefined;
      if (since !== undefined && !orphans.has(id)) orphans.set(id, { worker: worker!, since });
    }
    for (const [id, { worker, since }] of orphans) {
      const job = jobs.get(id);
      if (job && !job.over && (job.worker === null || job.worker === worker)) continue;
      takeovers.push(Date.now() - since);
      orphans.delete(id);
    }
  };
  const watching = (async () => {
    await client.connect();
    for (; !stopped; await sleep(50)) await look();
    await client.end();
  })();

  return {
    killed: (name) => void killedAt.set(name, Date.now()),
    async cutConnections(name) {
      await client.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1',
        [name],
      );
    },
    count: () => takeovers.length,
    // What is still waiting counts, too.
    longestMs: () =>
      Math.max(0, ...takeovers, ...[...orphans.values()].map(({ since }) => Date.now() - since)),
    async stop() {
      stopped = true;
      await watching;
    },
  };
}
