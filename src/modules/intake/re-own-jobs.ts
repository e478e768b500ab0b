import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { Job } from '../../platform/jobs/jobs.ts';
import type { ReOwnDeps } from './new-owner.ts';
import { reOwnTarget } from './re-own.ts';

const RE_OWN_JOB = 'intake.re-own';

/** What `ownership.changed` tells: who owns what may have changed in a repository, or of a resource (`kind:key`). */
export const ownershipChange = z.object({
  repositoryId: z.uuid().optional(),
  resource: z.string().optional(),
  /** Of everything that lies on no path. */
  resources: z.boolean().optional(),
});

/** Makes the jobs that resolve open findings again: one for each target, however often it is asked for. */
export async function planReOwning(
  { db }: Pick<ReOwnDeps, 'db'>,
  { repositoryId, resource, resources }: z.infer<typeof ownershipChange>,
): Promise<void> {
  if (repositoryId !== undefined) {
    await enqueueFor(db, sql`t.repository_id = ${repositoryId}`);
    await enqueueFor(
      db,
      sql`t.id in (select g.id from v_ownership_resource_lead l join target g on g.kind = l.kind and g.key = l.key
        where l.repository_id = ${repositoryId})`,
    );
  }
  if (resources) await enqueueFor(db, sql`t.kind <> 'repository'`);
  if (resource !== undefined) {
    const [kind, ...key] = resource.split(':');
    await enqueueFor(db, sql`t.kind = ${kind} and t.key = ${key.join(':')}`);
  }
}

/** What `registry.changed` tells: teams, units, repositories or services are not what they were. */
export const reOwnEverything = ({ db }: Pick<ReOwnDeps, 'db'>): Promise<void> => enqueueFor(db, sql`true`);

async function enqueueFor(db: ReOwnDeps['db'], condition: RawBuilder<unknown>): Promise<void> {
  // A job that still waits does for all that changed before it begins.
  await sql`select graphile_worker.add_job(${RE_OWN_JOB}, payload := json_build_object('targetId', t.id),
      job_key := ${`${RE_OWN_JOB}:`} || t.id, job_key_mode := 'preserve_run_at')
    from target t where ${condition} and exists (select from stream s where s.target_id = t.id)`.execute(db);
}

const payload = z.object({ targetId: z.uuid() });

/** Resolves the open findings of a target again and moves those that have another owner. */
export const reOwnJob = (deps: ReOwnDeps): Job<z.infer<typeof payload>> => ({
  name: RE_OWN_JOB,
  payload,
  async run({ targetId }, { log }) {
    const moved = await reOwnTarget(deps, targetId);
    if (moved > 0) log.info({ targetId, moved }, 'findings moved to their new owners');
  },
});
