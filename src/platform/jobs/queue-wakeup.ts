/**
 * graphile-worker looks for the next job before the finished one has released its queue, and a look at the
 * queues locks them all for a moment, so that another worker finds none. Either way a worker that finds
 * nothing sleeps until the next poll: three jobs per second in one queue. The release of a queue therefore
 * wakes a worker, of any process, by the very notification that a new job sends.
 */
export const QUEUE_WAKEUP = `
  create or replace function graphile_worker.wake_worker() returns trigger language plpgsql as $$
  begin
    perform pg_notify('jobs:insert', '{"count":2}');
    return null;
  end $$;
  create or replace trigger wake_worker after update on graphile_worker._private_job_queues
    for each row when (old.locked_at is not null and new.locked_at is null)
    execute function graphile_worker.wake_worker();`;
