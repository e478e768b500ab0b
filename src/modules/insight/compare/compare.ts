import type { Kysely } from 'kysely';
import type { CompareAnswer, CompareQuery } from '../../../contract/insights/compare.ts';
import { formulasOf } from '../../../contract/insights/shared.ts';
import type { DB } from '../../schema.gen.ts';
import { addDays, weekOf } from '../asking/calendar.ts';
import { openCounts } from '../asking/counts.ts';
import {
  cellFilter,
  firstLookOf,
  looksNote,
  todayOf,
  understoodOf,
  WHOLE_WEEKS,
  type Window,
  windowOf,
} from '../asking/filter.ts';
import { findScope, membersOf, rowsOf, type Scope } from '../asking/scope.ts';
import { perSize, shareOf } from '../asking/shares.ts';
import { DUE } from '../rollup/measures.ts';
import { poisson } from '../statistics/intervals.ts';
import { knownSizes } from './sizes.ts';
import { standsBeside, standsNote } from './stand.ts';

const WEEKS = 13;

interface Counted {
  size: number;
  open: number;
  opened: number;
  met: number;
  due: number;
}

const untilDay = ({ from, to }: Window, last: string): Window => ({ from, to: to < last ? to : last });

/** Is it the same everywhere? Teams or units beside all together, per what they own. */
export async function compare(db: Kysely<DB>, query: CompareQuery, now: Date): Promise<CompareAnswer> {
  const thisWeek = weekOf(todayOf(now));
  const usual = { from: addDays(thisWeek, -7 * (WEEKS - 1)), to: addDays(thisWeek, 6) };
  const window = windowOf(query, usual, WHOLE_WEEKS);
  const [scope, counts] = await Promise.all([findScope(db, query), openCounts(db)]);
  const { by, members, notes } = await rowsOf(db, scope, query.by ?? (await usualRows(db, scope)));
  const ids = [scope.id, ...members.map(({ id }) => id)];
  const asked = { ...cellFilter({ ...query, kind: undefined }), firstLook: firstLookOf(query.firstLooks) };
  const [standing, opened, due, sizes] = await Promise.all([
    counts.readEach(ids, { ...asked, measure: 'standing' }, []),
    counts.readEach(ids, { ...asked, ...window, measure: 'opened' }, []),
    // Of dates in a week that is not over, only what was met early is known.
    counts.readEach(ids, { ...asked, ...untilDay(window, addDays(thisWeek, -1)), measure: 'due' }, ['days']),
    knownSizes(db),
  ]);
  const tallies = new Map<string, Counted>(
    ids.map((id) => [id, { size: sizes.get(id)?.[query.size] ?? 0, open: 0, opened: 0, met: 0, due: 0 }]),
  );
  for (const { scope_id, n } of standing) tallies.get(scope_id)!.open += n;
  for (const { scope_id, n } of opened) tallies.get(scope_id)!.opened += n;
  for (const { scope_id, days, n } of due) {
    tallies.get(scope_id)!.due += n;
    if (days === DUE.met) tallies.get(scope_id)!.met += n;
  }
  const per = query.size === 'services' ? 'service' : 'repository';
  const all = numbersOf(tallies.get(scope.id)!);
  const rows = members.map(({ id, key, name }) => ({
    key,
    name,
    ...besideAll(numbersOf(tallies.get(id)!), all, per),
  }));
  if (query.order === 'size') rows.sort((a, b) => b.size - a.size);
  return {
    asOf: counts.asOf?.toISOString() ?? null,
    sentence: sentenceOf(rows, by),
    filter: understoodOf(scope, query, window),
    notes: [
      'Per what is owned now; a difference is told only where the 95 % intervals do not overlap.',
      ...looksNote(query.firstLooks),
      ...notes,
    ],
    formula: formulasOf('openPer', 'openedPer', 'dueMet'),
    by,
    size: query.size,
    rows,
    whole: { ...besideAll(all, all, per), note: 'All together.' },
  };
}

/** Units where there are any below, else teams. */
const usualRows = async (db: Kysely<DB>, scope: Scope): Promise<'unit' | 'team'> =>
  scope.kind === 'company' && (await membersOf(db, scope, 'unit')).length > 0 ? 'unit' : 'team';

const numbersOf = ({ size, open, opened, met, due }: Counted) => ({
  size,
  open: { n: open, per: perSize(open, size, poisson(open)) },
  opened: { n: opened, per: perSize(opened, size, poisson(opened)) },
  deadlines: shareOf(met, due),
});
type Numbers = ReturnType<typeof numbersOf>;

function besideAll(one: Numbers, all: Numbers, per: string): CompareAnswer['whole'] {
  const stands = {
    open: standsBeside(one.open.per, all.open.per),
    opened: standsBeside(one.opened.per, all.opened.per),
    deadlines: standsBeside(one.deadlines, all.deadlines),
  };
  return {
    size: one.size,
    open: { ...one.open, stands: stands.open },
    opened: { ...one.opened, stands: stands.opened },
    deadlines: { ...one.deadlines, stands: stands.deadlines },
    note: standsNote(stands, per),
  };
}

function sentenceOf(rows: CompareAnswer['rows'], by: 'team' | 'unit'): string {
  if (rows.length === 0) return `There is no ${by} to compare yet.`;
  const apart = rows.filter((row) =>
    [row.open, row.opened, row.deadlines].some(({ stands }) => stands === 'higher' || stands === 'lower'),
  ).length;
  return apart === 0
    ? `Between ${rows.length === 1 ? `one ${by}` : `${rows.length} ${by}s`} and all together no difference can be told.`
    : `${apart} of ${rows.length} ${by}s ${apart === 1 ? 'differs' : 'differ'} from all together in something, beyond what chance explains.`;
}

export function compareTable({ rows, whole, size }: CompareAnswer) {
  const cells = ({ size: owned, open, opened, deadlines, note }: CompareAnswer['whole']) => [
    owned,
    ...[open, opened].flatMap(({ n, per }) => [n, per.value, per.low, per.high]),
    deadlines.n,
    deadlines.of,
    deadlines.share,
    deadlines.low,
    deadlines.high,
    note,
  ];
  const perCells = (name: string) => [name, `${name}_per`, `${name}_low`, `${name}_high`];
  return {
    header: [
      'name',
      size,
      ...perCells('open'),
      ...perCells('opened'),
      'met',
      'due',
      'share_met',
      'low',
      'high',
      'note',
    ],
    rows: [...rows.map((row) => [row.name, ...cells(row)]), ['All together', ...cells(whole)]],
  };
}
