import { type Kysely, sql } from 'kysely';
import type { TeamCourse } from '../../../../contract/meetings.ts';
import { AppError } from '../../../../kernel/errors.ts';
import type { DB } from '../../../schema.gen.ts';
import { dayOf } from '../../asking/calendar.ts';
import { countedAt } from '../../rollup/cells.ts';
import { untilFolded } from '../../rollup/until-folded.ts';
import { deadlinesOf } from './deadlines.ts';
import { introductions, weeksByPriority } from './weeks-by-priority.ts';

/**
 * How a team does over time, and what it owns.
 * @throws AppError LK-NOT-FOUND
 */
export async function teamCourse(db: Kysely<DB>, key: string, now: Date): Promise<TeamCourse> {
  const team = await db
    .selectFrom('v_organisation_team')
    .select(['id', 'key'])
    .where('key', '=', key)
    .executeTakeFirst();
  if (!team) throw new AppError('LK-NOT-FOUND', `there is no team ${key.slice(0, 100)}`);
  const [folded, deadlines, owns, counted] = await Promise.all([
    untilFolded(db, `course of ${team.id} on ${dayOf(now)}`, async () => ({
      weeks: await weeksByPriority(db, team.id, now),
      introductions: await introductions(db, team.id, now),
    })),
    deadlinesOf(db, team.id, now),
    ownsOf(db, team.key, now),
    countedAt(db),
  ]);
  return { ...folded, ...deadlines, owns, countedAt: counted?.toISOString() ?? null };
}

/** What a team owns, and how many of the files that describe it want care. */
async function ownsOf(db: Kysely<DB>, team: string, now: Date): Promise<TeamCourse['owns']> {
  const { rows } = await sql<TeamCourse['owns']>`
    select (count(*) filter (where c.folder = ''))::int as repositories,
      (count(*) filter (where c.folder <> ''))::int as services,
      (count(*) filter (where c.descriptor is null))::int as undescribed,
      count(distinct (c.repository_id, c.descriptor))
        filter (where c.reviewed < ${now}::timestamptz - interval '365 days')::int as stale,
      count(distinct (c.repository_id, c.descriptor)) filter (where c.errors > 0)::int as invalid
    from v_ownership_coverage c join v_organisation_repository r on r.id = c.repository_id and not r.archived
    where c.team = ${team} and not c.unowned`.execute(db);
  return rows[0]!;
}
