import { type Kysely, sql } from 'kysely';
import type { TeamList, TeamPage } from '../../contract/insight.ts';
import { AppError } from '../../kernel/errors.ts';
import { findTeam, loadRegistry } from '../organisation/public.ts';
import type { DB } from '../schema.gen.ts';
import { NO_TICKETS, ticketsByTeam, ticketsOfTeam, weeklyTrend } from './numbers.ts';
import { untilFolded } from './rollup/until-folded.ts';

export async function teamList(db: Kysely<DB>, now: Date): Promise<TeamList> {
  const [byTeam, teams] = await Promise.all([
    ticketsByTeam(db, now),
    db
      .selectFrom('v_organisation_team')
      .select(['id', 'key', 'name', 'unit_name', 'kind', 'queue', 'retired_at'])
      .orderBy('name')
      .execute(),
  ]);
  // A retired team is shown while it has work that nobody has taken over.
  const shown = teams.filter(({ id, retired_at }) => retired_at === null || byTeam.get(id)?.open);
  return {
    items: shown.map(({ id, key, name, unit_name, kind, queue }) => {
      const { open, overdue } = byTeam.get(id) ?? NO_TICKETS;
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
  const [{ units }, registered] = await Promise.all([loadRegistry(db), findTeam(db, key)]);
  if (!registered) throw new AppError('LK-NOT-FOUND', `there is no team ${key}`);
  const { id, value: team } = registered;
  const [tickets, weeks, { medianDaysToFix, open }] = await Promise.all([
    ticketsOfTeam(db, id, now),
    weeklyTrend(db, now, id),
    untilFolded(
      db,
      `fixes and repositories of ${id}`,
      async () => ({
        medianDaysToFix: await medianDays(db, id, now),
        open: await openByRepository(db, id),
      }),
      'more than cells',
    ),
  ]);
  const { queue, channel, oncall, manager, champion, deputies, partner } = team;
  const page: TeamPage = {
    key,
    name: team.name,
    unit: units.get(team.unit ?? '')?.name ?? null,
    kind: team.kind,
    ...{ queue, channel, oncall, manager, champion, deputies, partner },
    ...tickets,
    medianDaysToFix,
    weeks,
    repositories: await named(db, open),
    registered: team,
  };
  return { page, version: registered.version };
}

/** A median of one or two says nothing. */
const ENOUGH = 3;

async function medianDays(db: Kysely<DB>, teamId: string, now: Date): Promise<number | null> {
  const { rows } = await sql<{ days: number | null; n: number }>`
    select percentile_cont(0.5) within group (order by extract(epoch from changed_at - opened_at) / 86400) as days,
      count(*)::int as n
    from v_findings_row
    where owner_team_id = ${teamId} and state = 'fixed' and changed_at > ${now}::timestamptz - interval '90 days'`.execute(
    db,
  );
  const row = rows[0];
  return row && row.n >= ENOUGH && row.days !== null ? Math.round(row.days * 10) / 10 : null;
}

interface OpenIn {
  id: string;
  n: number;
}

async function openByRepository(db: Kysely<DB>, teamId: string): Promise<OpenIn[]> {
  const { rows } = await sql<OpenIn>`
    select repository_id as id, count(*)::int as n from v_findings_row
    where owner_team_id = ${teamId} and closed = false and repository_id is not null
    group by repository_id`.execute(db);
  return rows;
}

/** By the names that they have now: a new one changes no count. */
async function named(db: Kysely<DB>, open: readonly OpenIn[]): Promise<TeamPage['repositories']> {
  if (open.length === 0) return [];
  const { rows } = await sql<TeamPage['repositories'][number]>`
    select r.key, f.n as "openFindings"
    from unnest(${open.map(({ id }) => id)}::uuid[], ${open.map(({ n }) => n)}::int[]) f(id, n)
    join v_organisation_repository r on r.id = f.id
    order by f.n desc, r.key`.execute(db);
  return rows;
}
