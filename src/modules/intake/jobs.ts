import { sql } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { Job } from '../../platform/jobs/jobs.ts';
import { enqueueLine, LINE_JOB } from './accept-upload.ts';
import { type LineDeps, runLine } from './line.ts';
import { finishScan } from './store.ts';

const payload = z.object({ scanId: z.uuid() });

/**
 * The job that walks a scan through the line. An unexpected error is tried again; when the last attempt
 * fails too, the scan says so, keeps its bytes and can be retried by hand.
 */
export const lineJob = (deps: LineDeps): Job<z.infer<typeof payload>> => ({
  name: LINE_JOB,
  payload,
  async run({ scanId }, { lastAttempt, log }) {
    try {
      await runLine(deps, scanId);
    } catch (error) {
      if (!lastAttempt && mayHelpToRetry(error)) throw error;
      log.error({ scanId, error: (error as Error).message }, 'scan failed for good');
      const code = error instanceof AppError ? error.code : 'LK-BUG';
      const message =
        error instanceof AppError
          ? error.message
          : 'an unexpected error stopped this scan; its bytes are kept';
      await finishScan(deps.db, scanId, deps.clock.now(), {
        state: 'failed',
        error: { code, message },
        diagnostics: [],
      });
    }
  },
});

/** A value that PostgreSQL refuses or cannot index, and what we know to be final, stay what they are. */
function mayHelpToRetry(error: unknown): boolean {
  if (error instanceof AppError) return error.card.retryable;
  const { code } = error as { code?: unknown };
  return !(typeof code === 'string' && /^(22|54)\w{3}$/.test(code));
}

/** Scans that wait but have no job, as after a restore: a start makes their jobs again. */
export async function requeueWaitingScans({ db }: LineDeps): Promise<void> {
  const { rows } = await sql<{ id: string; target_id: string }>`
    select s.id, s.target_id from scan s where s.state = 'received' and s.blob is not null
      and not exists (select from graphile_worker.jobs j
        where j.key = 'scan:' || s.id and (j.attempts < j.max_attempts or j.locked_at is not null))
    order by s.received_at, s.id`.execute(db);
  for (const scan of rows) {
    await db.transaction().execute((tx) => enqueueLine(tx, scan.id, scan.target_id));
  }
}
