import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type {
  DeadlinesAnswer,
  DeadlinesQuery,
  deadlineCounts,
} from '../../../contract/insights/deadlines.ts';
import { formulasOf } from '../../../contract/insights/shared.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import type { DB } from '../../schema.gen.ts';
import { addDays, monthOfWeek, monthsOf, weekOf, weeksOf } from '../asking/calendar.ts';
import { type Counts, openCounts } from '../asking/counts.ts';
import {
  cellFilter,
  filterWords,
  firstLookOf,
  looksNote,
  todayOf,
  understoodOf,
  WHOLE_WEEKS,
  windowOf,
} from '../asking/filter.ts';
import { findScope, rowsOf, type Scope } from '../asking/scope.ts';
import { shareOf } from '../asking/shares.ts';
import type { CellQuery } from '../rollup/cells.ts';
import { DUE } from '../rollup/measures.ts';

const WEEKS_BEFORE = 13;
const WEEKS_AHEAD = 8;

type Due = z.infer<typeof deadlineCounts>;
interface DueCell {
  at: string;
  days: number;
  n: number;
}

/** Do we fix in time? */
export async function deadlines(db: Kysely<DB>, query: DeadlinesQuery, now: Date): Promise<DeadlinesAnswer> {
  const thisWeek = weekOf(todayOf(now));
  const usual = {
    from: addDays(thisWeek, -7 * (WEEKS_BEFORE - 1)),
    to: addDays(thisWeek, 7 * WEEKS_AHEAD + 6),
  };
  const window = windowOf(query, usual, WHOLE_WEEKS);
  const [scope, counts] = await Promise.all([findScope(db, query), openCounts(db)]);
  const asked = {
    ...cellFilter(query),
    ...window,
    measure: 'due',
    firstLook: firstLookOf(query.firstLooks),
  } as const;
  const [cells, grouped] = await Promise.all([
    counts.read({ ...asked, scopeId: scope.id }, ['at', 'days']),
    groupsOf(db, counts, scope, query.by, asked, thisWeek),
  ]);
  const total = dueCounts(cells, thisWeek);
  return {
    asOf: counts.asOf?.toISOString() ?? null,
    sentence: sentenceOf(total, filterWords(query)),
    filter: understoodOf(scope, query, window),
    notes: [...looksNote(query.firstLooks), ...grouped.notes],
    formula: formulasOf('due', 'dueMet'),
    per: query.per,
    by: grouped.by,
    periods: periodsOf(cells, query.per, window, thisWeek),
    groups: grouped.groups,
    total,
  };
}

/**
 * What became of due dates. Weeks are the grain: what is open and due in a week that is not over is still to come. The
 * share is of weeks that are over: of later dates only those that were met early are known, none that will be missed. Pure.
 * @param thisWeek Monday
 */
function dueCounts(cells: readonly DueCell[], thisWeek: string): Due {
  const sum = { met: 0, late: 0, overdue: 0, toCome: 0 };
  const over = { met: 0, all: 0 };
  for (const { at, days, n } of cells) {
    const isOver = at < thisWeek;
    sum[days === DUE.met ? 'met' : days === DUE.late ? 'late' : isOver ? 'overdue' : 'toCome'] += n;
    if (!isOver) continue;
    over.all += n;
    if (days === DUE.met) over.met += n;
  }
  return { ...sum, share: shareOf(over.met, over.all) };
}

function periodsOf(
  cells: readonly DueCell[],
  per: 'week' | 'month',
  { from, to }: { from: string; to: string },
  thisWeek: string,
): DeadlinesAnswer['periods'] {
  const periodOf = (week: string) => (per === 'week' ? week : monthOfWeek(week));
  const last = periodOf(weekOf(to));
  const periods = per === 'week' ? weeksOf(from, last) : monthsOf(periodOf(from), last);
  const byPeriod = Map.groupBy(cells, ({ at }) => periodOf(at));
  return periods.map((at) => ({ at, ...dueCounts(byPeriod.get(at) ?? [], thisWeek) }));
}

async function groupsOf(
  db: Kysely<DB>,
  counts: Counts,
  scope: Scope,
  by: DeadlinesQuery['by'],
  asked: Omit<CellQuery, 'scopeId'>,
  thisWeek: string,
): Promise<{ by: DeadlinesQuery['by']; groups: DeadlinesAnswer['groups']; notes: string[] }> {
  if (by === 'priority' || by === 'tool') {
    const cells = await counts.read({ ...asked, scopeId: scope.id }, ['at', 'days', by]);
    const byKey = Map.groupBy(cells, (cell) =>
      'priority' in cell ? PRIORITIES[Number(cell.priority)]! : String((cell as { tool?: string }).tool),
    );
    const groups = [...byKey].map(([key, some]) => ({
      key,
      name: key || 'unknown',
      ...dueCounts(some, thisWeek),
    }));
    return { by, groups: groups.sort((a, b) => a.name.localeCompare(b.name)), notes: [] };
  }
  const { members, notes, by: shown } = await rowsOf(db, scope, by);
  const cells = await counts.readEach(
    members.map(({ id }) => id),
    asked,
    ['at', 'days'],
  );
  const byScope = Map.groupBy(cells, ({ scope_id }) => scope_id);
  const groups = members.map(({ id, key, name }) => ({
    key,
    name,
    ...dueCounts(byScope.get(id) ?? [], thisWeek),
  }));
  return { by: shown, groups, notes };
}

function sentenceOf({ share, toCome }: Due, what: string): string {
  const coming = toCome > 0 ? ` ${toCome.toLocaleString('en')} are still to come.` : '';
  return share.of === 0
    ? `No deadline${what} has passed in this time.${coming}`
    : share.of < 30
      ? `${share.n} of ${share.of} deadlines${what} were met.${coming}`
      : `${share.words} of ${share.of.toLocaleString('en')} deadlines${what} were met.${coming}`;
}

export function deadlinesTable({ periods, groups, per, by }: DeadlinesAnswer) {
  const cells = ({ met, late, overdue, toCome, share }: Due) => [
    met,
    late,
    overdue,
    toCome,
    share.share,
    share.low,
    share.high,
  ];
  return {
    header: ['by', 'of', 'met', 'late', 'open_past_due', 'to_come', 'share_met', 'low', 'high'],
    rows: [
      ...periods.map((period) => [per, period.at, ...cells(period)]),
      ...groups.map((group) => [by, group.name, ...cells(group)]),
    ],
  };
}
