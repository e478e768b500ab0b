import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { enqueue, enqueueAll, type Job } from '../../../platform/jobs/jobs.ts';
import type { DB } from '../../schema.gen.ts';
import type { ExceptionDeps } from './apply.ts';
import { markSettled, settleException } from './settle.ts';

const SETTLE_JOB = 'findings.exception-settle';

const payload = z.object({
  exceptionId: z.uuid(),
  /** Transactions that were writing when it was granted or ended. */
  running: z.array(z.string()).optional(),
  looks: z.int().optional(),
});

/** In the transaction that granted or ended it. */
export const planSettling = (tx: Kysely<DB>, exceptionIds: readonly string[]): Promise<void> =>
  enqueueAll(
    tx,
    SETTLE_JOB,
    exceptionIds.map((exceptionId) => ({ payload: { exceptionId }, key: `exception:${exceptionId}` })),
  );

/** Between two looks; a worker is held meanwhile. */
const NEXT_LOOK_MS = 500;
/** Ten minutes, longer than a scan takes. */
const MOST_LOOKS = 1200;

/**
 * Applies what was granted or ended. A scan that began before that may still write what it knew then: as long as one of
 * the transactions of that time is at work, it looks again.
 */
export const settleExceptionJob = (deps: ExceptionDeps): Job<z.infer<typeof payload>> => ({
  name: SETTLE_JOB,
  payload,
  async run({ exceptionId, running, looks = 0 }, { log, signal }) {
    const waitsFor = await stillWriting(deps.db, running ?? null);
    const changed = await settleException(deps, exceptionId, signal ? { signal } : {});
    if (changed > 0) log.info({ exceptionId, changed }, 'an exception was applied');
    if (signal?.aborted || (waitsFor.length > 0 && looks < MOST_LOOKS)) {
      if (!signal?.aborted) await sleep(NEXT_LOOK_MS);
      const next = { exceptionId, running: waitsFor, looks: looks + 1 };
      return enqueue(deps.db, SETTLE_JOB, next, { key: `exception:${exceptionId}` });
    }
    await markSettled(deps, exceptionId);
  },
});

/** Those of `among` that are not over; null = all that are writing in this database. */
async function stillWriting(db: Kysely<DB>, among: readonly string[] | null): Promise<string[]> {
  const { rows } = await sql<{ xid: string }>`
    select backend_xid::text as xid from pg_stat_activity
    where datname = current_database() and backend_xid is not null and pid <> pg_backend_pid()
      and (${among === null} or backend_xid::text = any(${[...(among ?? [])]}::text[]))`.execute(db);
  return rows.map(({ xid }) => xid);
}
