import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Clock } from '../../../kernel/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { Job } from '../../../platform/jobs/jobs.ts';
import type { DB } from '../../schema.gen.ts';
import { distinctProblems, loadOwnership } from '../service.ts';
import { selectProblems } from '../store.ts';
import { type Coverage, coverageOf } from './coverage.ts';

const COVER_JOB = 'ownership.cover';

/** What `ownership.changed` tells of a repository; of resources there is no coverage. */
export const coverageChange = z.object({ repositoryId: z.uuid().optional() });

/** Makes the jobs that note how well a repository (null: each one) is owned, however often it is asked for. */
export async function planCoverage(db: Kysely<DB>, repositoryId: string | null): Promise<void> {
  await sql`select graphile_worker.add_job(${COVER_JOB}, payload := json_build_object('repositoryId', r.id),
      job_key := ${`${COVER_JOB}:`} || r.id, job_key_mode := 'preserve_run_at')
    from repository r where ${repositoryId === null ? sql`not r.archived` : sql`r.id = ${repositoryId}`}`.execute(
    db,
  );
}

const payload = z.object({ repositoryId: z.uuid() });

/** Notes how well a repository and its services are owned. */
export const coverJob = ({
  db,
  clock,
}: {
  db: Database<DB>;
  clock: Clock;
}): Job<z.infer<typeof payload>> => ({
  name: COVER_JOB,
  payload,
  run: ({ repositoryId }) => keepCoverage(db, repositoryId, clock.now()),
});

/** Writes only what is not as it was. */
export async function keepCoverage(db: Kysely<DB>, repositoryId: string, now: Date): Promise<void> {
  const { map } = await loadOwnership(db, repositoryId, now);
  const newest = await selectProblems(db, repositoryId);
  await storeCoverage(db, repositoryId, coverageOf(map, distinctProblems([...newest, ...map.problems])));
}

async function storeCoverage(db: Kysely<DB>, repositoryId: string, rows: Coverage[]): Promise<void> {
  await sql`
    with told as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as t(folder text, name text, team text, source text, unowned boolean, descriptor text, reviewed date, errors int)
    ), gone as (
      delete from ownership_coverage
      where repository_id = ${repositoryId} and folder not in (select folder from told)
    )
    insert into ownership_coverage as old
      (repository_id, folder, name, team, source, unowned, descriptor, reviewed, errors)
    select ${repositoryId}, folder, name, team, source, unowned, descriptor, reviewed, errors from told
    on conflict (repository_id, folder) do update set
      name = excluded.name, team = excluded.team, source = excluded.source, unowned = excluded.unowned,
      descriptor = excluded.descriptor, reviewed = excluded.reviewed, errors = excluded.errors
    where (old.name, old.team, old.source, old.unowned, old.descriptor, old.reviewed, old.errors)
      is distinct from (excluded.name, excluded.team, excluded.source, excluded.unowned, excluded.descriptor,
        excluded.reviewed, excluded.errors)`.execute(db);
}
