import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Job } from '../../../platform/jobs/jobs.ts';
import type { MovingDeps } from '../moving/moving.ts';
import { keepPeriods } from './periods.ts';

const PERIODS_JOB = 'ownership.periods';
const payload = z.object({ repositoryId: z.uuid() });

/** After `ownership.changed`: the repository's periods are brought to what holds now. */
export const planPeriods = async (
  { db }: Pick<MovingDeps, 'db'>,
  { repositoryId }: { repositoryId?: string | undefined },
): Promise<void> => {
  if (repositoryId !== undefined) await enqueueFor(db, sql`r.id = ${repositoryId}`);
};

/** After `registry.changed`. */
export const planAllPeriods = ({ db }: Pick<MovingDeps, 'db'>): Promise<void> => enqueueFor(db, sql`true`);

async function enqueueFor(db: MovingDeps['db'], condition: RawBuilder<unknown>): Promise<void> {
  await sql`select graphile_worker.add_job(${PERIODS_JOB}, payload := json_build_object('repositoryId', r.id),
      job_key := ${`${PERIODS_JOB}:`} || r.id, job_key_mode := 'preserve_run_at')
    from v_organisation_repository r where ${condition}`.execute(db);
}

/** Keeps who owned what when, of one repository. */
export const periodsJob = (deps: MovingDeps): Job<z.infer<typeof payload>> => ({
  name: PERIODS_JOB,
  payload,
  run: ({ repositoryId }) => keepPeriods(deps, repositoryId),
});
