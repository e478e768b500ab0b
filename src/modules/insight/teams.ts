import { type Kysely, sql } from 'kysely';
import type { TeamList, TeamPage } from '../../contract/insight.ts';
import { AppError } from '../../kernel/errors.ts';
import { findTeam } from '../organisation/public.ts';
import type { DB } from '../schema.gen.ts';
import { NO_TICKETS, ticketsByTeam, weeklyTrend } from './numbers.ts';

export async function teamList(db: Kysely<DB>, now: Date): Promise<TeamList> {
  const byTeam = await ticketsByTeam(db, now);
  const teams = await db
    .selectFrom('v_organisation_team')
    .select(['key', 'name', 'unit_name', 'kind', 'queue', 'retired_at'])
    .orderBy('name')
    .execute();
  // A retired team is shown while it has work that nobody has taken over.
  const shown = teams.filter(({ key, retired_at }) => retired_at === null || byTeam.get(key)?.open);
  return {
    items: shown.map(({ key, name, unit_name, kind, queue }) => {
      const { open, overdue } = byTeam.get(key) ?? NO_TICKETS;
      return {
        key,
        name,
        unit: unit_name,
        kind: kind === 'security' ? 'security' : 'team',
        queue,
        open,
        overdue,
      };
    }),
  };
}

/** @returns the page, and the version of the team as the registry has it */
export async function teamPage(
  db: Kysely<DB>,
  key: string,
  now: Date,
): Promise<{ page: TeamPage; version: string }> {
  const registered = await findTeam(db, key);
  const team = await db
    .selectFrom('v_organisation_team')
    .selectAll()
    .where('key', '=', key)
    .executeTakeFirst();
  if (!team || !registered) throw new AppError('LK-NOT-FOUND', `there is no team ${key}`);
  const [byTeam, weeks, medianDaysToFix, repositories] = await Promise.all([
    ticketsByTeam(db, now),
    weeklyTrend(db, now, key),
    medianDays(db, team.id, now),
    repositoriesOf(db, team.id),
  ]);
  const { queue, channel, oncall, manager, champion, deputies, partner } = team;
  const page: TeamPage = {
    key,
    name: team.name,
    unit: team.unit_name,
    kind: team.kind === 'security' ? 'security' : 'team',
    ...{ queue, channel, oncall, manager, champion, deputies, partner },
    ...(byTeam.get(key) ?? NO_TICKETS),
    medianDaysToFix,
    weeks,
    repositories,
    registered: registered.value,
  };
  return { page, version: registered.version };
}

/** A median of one or two says nothing. */
const ENOUGH = 3;

async function medianDays(db: Kysely<DB>, teamId: string, now: Date): Promise<number | null> {
  const { rows } = await sql<{ days: number | null; n: number }>`
    select percentile_cont(0.5) within group (order by extract(epoch from changed_at - opened_at) / 86400) as days,
      count(*)::int as n
    from v_findings_finding
    where owner_team_id = ${teamId} and state = 'fixed' and changed_at > ${now}::timestamptz - interval '90 days'`.execute(
    db,
  );
  const row = rows[0];
  return row && row.n >= ENOUGH && row.days !== null ? Math.round(row.days * 10) / 10 : null;
}

async function repositoriesOf(db: Kysely<DB>, teamId: string) {
  const { rows } = await sql<{ key: string; openFindings: number }>`
    select r.key, count(*)::int as "openFindings"
    from v_findings_finding f join v_organisation_repository r on r.id = f.repository_id
    where f.owner_team_id = ${teamId} and f.state in ('open', 'reopened')
    group by r.key order by 2 desc, 1`.execute(db);
  return rows;
}
