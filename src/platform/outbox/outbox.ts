import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import { enqueue, type Job, type JobContext } from '../jobs/jobs.ts';
import type { Log } from '../log.ts';
import {
  type ActEnd,
  type BegunAct,
  beginActs,
  endActs,
  freeLane,
  laneState,
  nextDue,
  pauseLane,
} from './acts.ts';
import { LANE_JOB } from './plan.ts';
import { judgeFailure } from './verdict.ts';

export interface ActContext {
  id: string;
  lane: string;
  /** Performing twice must do once: a worker may die after the act and before it is marked done. */
  idempotencyKey: string;
  /** It was begun before and nobody knows how that ended: ask the other system before doing it again. */
  maybeDone: boolean;
  log: Log;
}

/**
 * Performs one act. `LK-RATE-LIMITED`, `LK-CONNECTION` and `LK-NETWORK` make the lane wait; another AppError that is
 * not retryable parks the act at once; any other error is tried again.
 */
export type ActHandler = (payload: Record<string, unknown>, context: ActContext) => Promise<void>;

export interface OutboxOptions<Schema> {
  db: Kysely<Schema>;
  handlers: Readonly<Record<string, ActHandler>>;
  /** Acts of one lane at work at once. */
  concurrency?: number;
  now?: () => Date;
  random?: () => number;
}

export interface Outbox {
  /** The job that performs the acts of a lane; give it to the workers. */
  lane: Job<{ lane: string }>;
}

const CONCURRENCY = 8;
/** Then the job ends and another begins, so that a lane with much to do does not hold its worker for ever. */
const STAY_MS = 60_000;
const ERROR_LENGTH = 2000;

/** Performs planned acts outside any transaction, each at least once; see `plan`. */
export function createOutbox<Schema>(options: OutboxOptions<Schema>): Outbox {
  return {
    lane: {
      name: LANE_JOB,
      payload: z.object({ lane: z.string() }),
      run: ({ lane }, context) => workOn(options, lane, context),
    },
  };
}

/** Performs what is due of a lane, several at once, until nothing is, the lane has to wait, or time is over. */
async function workOn<Schema>(options: OutboxOptions<Schema>, lane: string, context: JobContext) {
  const { db, concurrency = CONCURRENCY, now = () => new Date(), random = Math.random } = options;
  const { log, signal } = context;
  const running = new Map<BegunAct, Promise<void>>();
  const ended: ActEnd[] = [];
  const state = await laneState(db, lane);
  let { failures, pausedUntil } = state;
  const leaveAt = now().getTime() + STAY_MS;
  const waits = () => pausedUntil !== null && pausedUntil > now();
  const leaves = () => signal?.aborted === true || now().getTime() > leaveAt || waits();

  const start = (act: BegunAct) => {
    const over = perform(options.handlers, act, lane, log).then(async (error) => {
      running.delete(act);
      if (error === null) {
        ended.push(done(act));
        if (failures > 0) await freeLane(db, lane);
        failures = 0;
        return;
      }
      const verdict = judgeFailure(error, { attempts: act.attempts, failures, now: now(), random: random() });
      ended.push(failed(act, error, verdict));
      if (verdict.retryAt === null) log.warn({ act: act.id, topic: act.topic, lane }, 'act parked');
      if (!verdict.pauseUntil) return;
      failures++;
      if (!pausedUntil || verdict.pauseUntil > pausedUntil) pausedUntil = verdict.pauseUntil;
      await pauseLane(db, lane, {
        until: pausedUntil,
        because: wordsOf(error),
        code: codeOf(error),
        failures,
      });
    });
    running.set(act, over);
  };

  while (true) {
    await endActs(db, ended.splice(0), now());
    // A lane that failed is tried with one act first.
    const free = leaves() ? 0 : (failures > 0 ? 1 : concurrency) - running.size;
    const acts = free > 0 ? await beginActs(db, lane, free, busyOf(running), now()) : [];
    acts.forEach(start);
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  await endActs(db, ended.splice(0), now());
  const due = await nextDue(db, lane);
  if (!due) return;
  const runAt = new Date(Math.max(due.getTime(), pausedUntil?.getTime() ?? 0));
  await enqueue(
    db,
    LANE_JOB,
    { lane },
    { key: `lane:${lane}`, queue: `lane:${lane}`, runAt, keepsTime: true },
  );
}

const busyOf = (running: Map<BegunAct, unknown>) => ({
  ids: [...running.keys()].map(({ id }) => id),
  subjects: [...running.keys()].flatMap(({ subject }) => subject ?? []),
});

/** @returns what went wrong, or null */
async function perform(
  handlers: Readonly<Record<string, ActHandler>>,
  act: BegunAct,
  lane: string,
  log: Log,
): Promise<unknown> {
  const { id, topic, idempotencyKey, payload, begins } = act;
  try {
    const handler = Object.hasOwn(handlers, topic) ? handlers[topic] : undefined;
    if (!handler) throw new AppError('LK-BUG', `nothing here performs “${topic}”`);
    await handler(payload, { id, lane, idempotencyKey, maybeDone: begins > 1, log });
    return null;
  } catch (error) {
    return error ?? new Error('nothing was said');
  }
}

const done = ({ id }: BegunAct): ActEnd => ({
  id,
  state: 'done',
  counted: true,
  undone: false,
  dueAt: null,
  error: null,
  code: null,
});

/** Codes by which the other system says no before it does anything. */
const UNDONE = new Set(['LK-RATE-LIMITED', 'LK-CONNECTION', 'LK-REFUSED', 'LK-SECRET']);

const failed = (
  act: BegunAct,
  error: unknown,
  { retryAt, counted }: ReturnType<typeof judgeFailure>,
): ActEnd => ({
  id: act.id,
  state: retryAt ? 'pending' : 'parked',
  counted,
  undone: UNDONE.has(codeOf(error)),
  dueAt: retryAt,
  error: wordsOf(error),
  code: codeOf(error),
});

const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : 'LK-BUG');
const wordsOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, ERROR_LENGTH);
