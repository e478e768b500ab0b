import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../kernel/errors.ts';
import { enqueue, type JobContext } from '../jobs/jobs.ts';
import type { Log } from '../log.ts';
import {
  type ActEnd,
  type BegunAct,
  beginActs,
  endActs,
  freeLane,
  hasPending,
  laneState,
  nextActs,
  nextDue,
  pauseLane,
} from './acts.ts';
import type { ActHandler, OutboxOptions } from './outbox.ts';
import { type Pace, paceOf } from './pace.ts';
import { LANE_JOB, laneKey } from './plan.ts';
import { judgeFailure } from './verdict.ts';

/** More than one system is asked at once: while some wait for it, others read and write what is ours. */
const CONCURRENCY = 16;
/** Looked for at once; they begin one after the other, as places become free. */
const LOOKED_FOR = 256;
/** Then the job ends and another begins: a lane with much to do does not keep its worker from other work. */
const STAY_MS = 10_000;
/** What becomes due while others are under way does not wait for one that is slow. */
const LOOKS_AGAIN_MS = 1000;
const ERROR_LENGTH = 2000;

/** Performs what is due of a lane, several at once, until nothing is, the lane has to wait, or time is over. */
export async function workOnLane<Schema>(
  options: OutboxOptions<Schema>,
  lane: string,
  { log, signal }: JobContext,
): Promise<void> {
  const { db, concurrency = CONCURRENCY, now = () => new Date() } = options;
  const pace = paceOf(await laneState(db, lane));
  const work = laneWork(options, lane, pace, log);
  const leaveAt = now().getTime() + STAY_MS;
  const leaves = () => signal?.aborted === true || now().getTime() >= leaveAt || pace.waits(now());
  let waiting: string[] = [];
  try {
    while (true) {
      await work.record();
      const free = leaves() ? 0 : pace.allows(concurrency) - work.running.size;
      if (free > 0) {
        if (waiting.length === 0)
          waiting = await nextActs(db, lane, LOOKED_FOR, busyOf(work.running.keys()), now());
        const acts = await beginActs(db, waiting.splice(0, free), now());
        acts.forEach(work.start);
      }
      // What ended meanwhile may have been in the way of others.
      if (work.running.size === 0 && !work.hasEnds() && (waiting.length === 0 || leaves())) break;
      if (work.running.size > 0) await oneEnds(work.running.values());
    }
  } catch (error) {
    // The database may be away: what is under way is not, and its ends are worth keeping.
    await Promise.all(work.running.values());
    await work.record().catch(() => {});
    throw error;
  }
  const runAt = leaves() ? await whenFree(options, lane, pace) : await nextDue(db, lane);
  if (!runAt) return;
  // Never in the past: other work that waits has its turn first.
  const at = new Date(Math.max(runAt.getTime(), now().getTime()));
  await enqueue(
    db,
    LANE_JOB,
    { lane },
    { key: laneKey(lane), queue: laneKey(lane), runAt: at, keepsTime: true },
  );
}

/** Until one of them has ended, or it is time to look for others. */
async function oneEnds(running: Iterable<Promise<void>>): Promise<void> {
  const over = new AbortController();
  const looksAgain = sleep(LOOKS_AGAIN_MS, undefined, { signal: over.signal }).catch(() => {});
  await Promise.race([...running, looksAgain]);
  over.abort();
}

async function whenFree<Schema>(options: OutboxOptions<Schema>, lane: string, pace: Pace) {
  return (await hasPending(options.db, lane)) ? (pace.pausedUntil ?? new Date(0)) : null;
}

const busyOf = (running: Iterable<BegunAct>) => {
  const acts = [...running];
  return { ids: acts.map(({ id }) => id), subjects: acts.flatMap(({ subject }) => subject ?? []) };
};

/** What is at work of a lane, and what became of it until `record` has written it. */
function laneWork<Schema>(options: OutboxOptions<Schema>, lane: string, pace: Pace, log: Log) {
  const { db, handlers, now = () => new Date(), random = Math.random } = options;
  const running = new Map<BegunAct, Promise<void>>();
  const ended: ActEnd[] = [];
  let news: { because: string; code: string } | null = null;
  let isNews = false;

  const over = (act: BegunAct, round: number, error: unknown) => {
    running.delete(act);
    if (error === null) {
      ended.push(done(act));
      isNews = pace.succeeded(round) || isNews;
      return;
    }
    const { attempts } = act;
    const verdict = judgeFailure(error, { attempts, failures: pace.failures, now: now(), random: random() });
    ended.push(failed(act, error, verdict));
    if (verdict.retryAt === null)
      log.warn({ act: act.id, topic: act.topic, lane, error: wordsOf(error) }, 'act parked');
    if (verdict.pauseUntil && pace.failed(round, verdict.pauseUntil)) {
      isNews = true;
      news = { because: wordsOf(error), code: codeOf(error) };
    } else if (HEARD.has(codeOf(error))) isNews = pace.succeeded(round) || isNews;
  };

  return {
    running,
    hasEnds: () => ended.length > 0,
    start(act: BegunAct) {
      const { round } = pace;
      running.set(
        act,
        perform(handlers, act, lane, log).then((error) => over(act, round, error)),
      );
    },
    async record() {
      const ends = ended.slice();
      await endActs(db, ends, now());
      ended.splice(0, ends.length);
      if (!isNews) return;
      isNews = false;
      const { failures, pausedUntil } = pace;
      if (failures === 0 || !news) await freeLane(db, lane);
      else await pauseLane(db, lane, { until: pausedUntil, failures, ...news });
    },
  };
}

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
const UNDONE = new Set(['LK-RATE-LIMITED', 'LK-CONNECTION', 'LK-REFUSED', 'LK-SECRET', 'LK-ADDRESS-REFUSED']);
/** Codes by which the other system heard this act and did not want it: the lane works. */
const HEARD = new Set(['LK-REFUSED']);

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
