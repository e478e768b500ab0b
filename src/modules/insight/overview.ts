import { type Kysely, sql } from 'kysely';
import type { Overview } from '../../contract/insight.ts';
import type { TicketRow } from '../../contract/tickets.ts';
import { loadRegistry } from '../organisation/public.ts';
import type { DB } from '../schema.gen.ts';
import { listTickets } from '../tickets/public.ts';
import { NO_TICKETS, sumPriorities, ticketsByTeam, toolIntroductions, weeklyTrend } from './numbers.ts';
import { readCells } from './rollup/cells.ts';
import { COMPANY, SCANS } from './rollup/measures.ts';
import { untilFolded } from './rollup/until-folded.ts';

/** Tickets shown as "what to do next". */
const NEXT = 5;

/** One for all comparisons: each `localeCompare` would look up its language anew. */
const alphabetical = new Intl.Collator();

/** What everybody sees first: how much is open, whose, by when, and what to do next. */
export async function overview(db: Kysely<DB>, now: Date): Promise<Overview> {
  const [byTeam, totals, { teams, units }, weeks, introductions, next] = await Promise.all([
    ticketsByTeam(db, now),
    untilFolded(db, 'totals', () => loadTotals(db), 'more than cells'),
    loadRegistry(db),
    weeklyTrend(db, now, null),
    untilFolded(db, 'tool introductions', () => toolIntroductions(db), 'more than cells'),
    nextTickets(db, now),
  ]);
  const all = [...byTeam.values()];
  const sum = (field: 'open' | 'overdue' | 'dueThisWeek') =>
    all.reduce((total, team) => total + team[field], 0);
  return {
    totals: {
      ...totals,
      teams: teams.filter(({ retiredAt }) => retiredAt === null).length,
      openTickets: sum('open'),
      overdue: sum('overdue'),
      dueThisWeek: sum('dueThisWeek'),
    },
    openByPriority: sumPriorities(all),
    teams: teams
      .map(({ id, key, name, unitKey }) => ({
        key,
        name,
        unit: units.get(unitKey ?? '')?.name ?? null,
        ...(byTeam.get(id) ?? NO_TICKETS),
      }))
      .sort(
        (a, b) =>
          b.overdue - a.overdue ||
          b.dueThisWeek - a.dueThisWeek ||
          b.open - a.open ||
          alphabetical.compare(a.name, b.name),
      ),
    weeks,
    toolIntroductions: introductions,
    next,
  };
}

/** P0 means now: it stands before what is merely late. The rest by date. */
async function nextTickets(db: Kysely<DB>, now: Date): Promise<TicketRow[]> {
  const open = { state: 'open', limit: NEXT } as const;
  const [urgent, soonest] = await Promise.all([
    listTickets(db, { ...open, priority: 'P0' }, now),
    listTickets(db, open, now),
  ]);
  return [...urgent.items, ...soonest.items.filter(({ priority }) => priority !== 'P0')].slice(0, NEXT);
}

/** Scans and findings from the cells; what nobody owns is few, and has an index of its own. */
async function loadTotals(
  db: Kysely<DB>,
): Promise<Omit<Overview['totals'], 'teams' | 'openTickets' | 'overdue' | 'dueThisWeek'>> {
  const [scans, open, { rows }] = await Promise.all([
    readCells(db, { scopeId: COMPANY, measure: 'scans' }, ['days']),
    readCells(db, { scopeId: COMPANY, measure: 'standing' }, []),
    sql<{ repositories: number; unownedFindings: number }>`
      select (select count(*)::int from v_organisation_repository where not archived) as repositories,
        (select count(*)::int from v_findings_unowned) as "unownedFindings"`.execute(db),
  ]);
  return {
    ...rows[0]!,
    scans: scans.reduce((sum, { n }) => sum + n, 0),
    failedScans: scans.find(({ days }) => days === SCANS.failed)?.n ?? 0,
    openFindings: open[0]?.n ?? 0,
  };
}
