import { sql, type Transaction } from 'kysely';
import type { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { AnyJob, Job, JobContext } from '../jobs/jobs.ts';

/** Something that happened, told between slices: its type and the ids of what it is about. */
export interface HappenedEvent {
  type: string;
  [field: string]: unknown;
}

/** Tells everyone who subscribed, in the transaction in which it happened: both or neither. */
export type Publish<Schema> = (tx: Transaction<Schema>, event: HappenedEvent) => Promise<void>;

export type PublishAll<Schema> = (tx: Transaction<Schema>, events: readonly HappenedEvent[]) => Promise<void>;

export interface Events<Schema> {
  /**
   * Makes the job by which `subscriber` hears of events of `type`. Each subscriber has its own job, so one
   * that fails is tried again without the others. An event may be heard twice; the order is not promised.
   */
  subscribe<Event>(
    type: string,
    subscriber: string,
    schema: z.ZodType<Event>,
    handler: (event: Event, context: JobContext) => Promise<void>,
  ): Job<Event>;
  publish: Publish<Schema>;
  /** The same for many, in one statement. */
  publishAll: PublishAll<Schema>;
  /** The jobs of all subscribers, for the workers. */
  jobs(): AnyJob[];
}

/** The one place that knows who listens to what. An event nobody subscribed to costs nothing. */
export function createEvents<Schema>(): Events<Schema> {
  const subscribed = new Map<string, AnyJob[]>();
  return {
    subscribe(type, subscriber, schema, handler) {
      const job = { name: `event:${type}:${subscriber}`, payload: schema, run: handler };
      const others = subscribed.get(type) ?? [];
      if (others.some(({ name }) => name === job.name))
        throw new AppError('LK-BUG', `two subscribers are called ${job.name}`);
      subscribed.set(type, [...others, job]);
      return job;
    },
    async publish(tx, event) {
      const names = subscribed.get(event.type)?.map(({ name }) => name);
      if (!names) return;
      await sql`
        select from graphile_worker.add_jobs((
          select array_agg((name, ${JSON.stringify(event)}::json, null, null, null, null, null, null)::graphile_worker.job_spec)
          from unnest(${names}::text[]) as name))`.execute(tx);
    },
    async publishAll(tx, events) {
      const jobs = events.flatMap((event) =>
        (subscribed.get(event.type) ?? []).map(({ name }) => ({ name, event })),
      );
      if (jobs.length === 0) return;
      await sql`
        select from graphile_worker.add_jobs((
          select array_agg((job->>'name', (job->'event')::json, null, null, null, null, null, null)::graphile_worker.job_spec)
          from jsonb_array_elements(${JSON.stringify(jobs)}::jsonb) as job))`.execute(tx);
    },
    jobs: () => [...subscribed.values()].flat(),
  };
}
