import type { Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import type { Clock } from '../../../kernel/clock.ts';
import { AppError } from '../../../kernel/errors.ts';
import { enqueue, type Job, type JobContext } from '../../../platform/jobs/jobs.ts';
import type { DB } from '../../schema.gen.ts';
import { compilePolicy } from '../document/compile.ts';
import { loadActivePolicy } from '../document/versions.ts';
import { backtest, type TestedFinding } from './backtest.ts';
import { beginBacktest, endBacktest, noteProgress } from './store.ts';
import { countOpen, storedFindings } from './stored-findings.ts';

const BACKTEST = 'policy-backtest';

/** One after the other: each reads everything that is open. */
export const enqueueBacktest = (tx: Transaction<DB>, id: string): Promise<void> =>
  enqueue(tx, BACKTEST, { id }, { queue: BACKTEST, maxAttempts: 3 });

export interface BacktestDeps {
  db: Kysely<DB>;
  clock: Clock;
}

/** Looks what a document would change over the stored findings, and keeps the answer. */
export const backtestJob = (deps: BacktestDeps): Job<{ id: string }> => ({
  name: BACKTEST,
  payload: z.object({ id: z.uuid() }),
  maxAttempts: 3,
  run: async ({ id }, context) => {
    try {
      await work(deps, id, context);
    } catch (error) {
      if (error instanceof CalledOff) return;
      if (context.lastAttempt) {
        const told = error instanceof AppError ? error.message : 'It stopped on our side; ask for it again.';
        await endBacktest(deps.db, id, { state: 'failed', at: deps.clock.now(), error: told });
      }
      throw error;
    }
  },
});

/** Somebody called it off: there is nothing left to do. */
class CalledOff extends Error {}

async function work({ db, clock }: BacktestDeps, id: string, { signal }: JobContext): Promise<void> {
  const text = await beginBacktest(db, id, await countOpen(db));
  if (text === null) return;
  const active = await loadActivePolicy(db);
  const document = compilePolicy(text, 'draft');
  const at = clock.now().toISOString();
  const findings = followed(storedFindings(db, at), async (done) => {
    if (!(await noteProgress(db, id, done))) throw new CalledOff();
    // It begins again in another process: what was counted so far is in this one's memory.
    if (signal?.aborted)
      throw new AppError('LK-SERVER', 'The server is stopping; the backtest begins again.');
  });
  const result = await backtest({ active: active.policy, document }, findings, at);
  await endBacktest(db, id, { state: 'done', at: clock.now(), result });
}

async function* followed(
  batches: AsyncIterable<TestedFinding[]>,
  tell: (done: number) => Promise<void>,
): AsyncIterable<TestedFinding[]> {
  let done = 0;
  for await (const batch of batches) {
    yield batch;
    done += batch.length;
    await tell(done);
  }
}
