import type { Kysely } from 'kysely';
import type { OpenAnswer, OpenQuery } from '../../../contract/insights/open.ts';
import { formulasOf } from '../../../contract/insights/shared.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { AppError } from '../../../kernel/errors.ts';
import type { DB } from '../../schema.gen.ts';
import { addDays, earliest, weekOf, weeksOf } from '../asking/calendar.ts';
import { type Counts, openCounts } from '../asking/counts.ts';
import {
  cellFilter,
  filterWords,
  lookOf,
  todayOf,
  understoodOf,
  WHOLE_WEEKS,
  type Window,
  windowOf,
} from '../asking/filter.ts';
import { marksOf } from '../asking/marks.ts';
import { findScope, type Member, membersOf, type Scope } from '../asking/scope.ts';
import { plural } from '../asking/shares.ts';
import type { CellQuery } from '../rollup/cells.ts';
import { type Flow, flowsOf, type Piece, sumFlows } from './open-series.ts';

const WEEKS = 26;
/** More lines than this are a tangle. */
const LINES = 8;
const MOVES = ['opened', 'fixed', 'excepted'] as const;

/** What is open, over time: do we get more or fewer, and of what? */
export async function openTrend(db: Kysely<DB>, query: OpenQuery, now: Date): Promise<OpenAnswer> {
  const thisWeek = weekOf(todayOf(now));
  const window = shownWeeks(query, thisWeek);
  const [scope, counts] = await Promise.all([findScope(db, query), openCounts(db)]);
  const asked = { ...cellFilter(query), severity: undefined, scopeId: scope.id };
  const [{ pieces, names }, marks] = await Promise.all([
    load(db, counts, scope, query, asked, window),
    marksOf(db, counts, scope, window, query.tool),
  ]);
  const weeks = weeksOf(window.from, window.to);
  const { byKey, firstLooks } = flowsOf(pieces, weeks, query.firstLooks);
  const total = sumFlows(byKey.values(), weeks.length);
  const apart = query.firstLooks === 'apart' ? firstLooks : null;
  return {
    asOf: counts.asOf?.toISOString() ?? null,
    sentence: sentenceOf(total, apart, filterWords(query)),
    filter: understoodOf(scope, query, window),
    notes: notesOf(query),
    formula: formulasOf('open', 'opened', 'fixed', 'excepted', 'firstLooks', 'introduction'),
    weeks,
    split: query.split,
    series: seriesOf(byKey, query.split, names, weeks.length),
    total,
    firstLooks: apart,
    marks,
  };
}

function shownWeeks(query: OpenQuery, thisWeek: string): Window {
  const usual = { from: addDays(thisWeek, -7 * (WEEKS - 1)), to: addDays(thisWeek, 6) };
  const { from, to } = windowOf(query, usual, WHOLE_WEEKS);
  if (from > thisWeek) throw new AppError('LK-VALIDATION', `from: ${from} is in the future`);
  return { from, to: earliest(to, usual.to) };
}

interface Loaded {
  pieces: Piece[];
  names: Map<string, string>;
}

function load(
  db: Kysely<DB>,
  counts: Counts,
  scope: Scope,
  { split, firstLooks }: OpenQuery,
  asked: Omit<CellQuery, 'measure'>,
  { from }: Window,
): Promise<Loaded> {
  return split === 'team' || split === 'unit'
    ? loadMembers(db, counts, scope, split, firstLooks, asked, from)
    : loadColumn(counts, split, asked, from);
}

async function loadColumn(
  counts: Counts,
  split: 'priority' | 'kind' | 'tool',
  asked: Omit<CellQuery, 'measure'>,
  from: string,
): Promise<Loaded> {
  const [standing, ...moves] = await Promise.all([
    counts.read({ ...asked, measure: 'standing' }, [split, 'first_look']),
    ...MOVES.map((measure) => counts.read({ ...asked, measure, from }, ['at', split, 'first_look'])),
  ]);
  const keyOf = (cell: Record<string, unknown>) =>
    split === 'priority' ? PRIORITIES[Number(cell['priority'])]! : String(cell[split]);
  const pieces: Piece[] = standing.map((cell) => ({
    ...cell,
    at: '',
    key: keyOf(cell),
    measure: 'standing' as const,
  }));
  for (const [index, cells] of moves.entries())
    for (const cell of cells) pieces.push({ ...cell, key: keyOf(cell), measure: MOVES[index]! });
  return { pieces, names: new Map([['', 'unknown']]) };
}

/** The largest members by themselves; the others are what the scope has besides them. */
async function loadMembers(
  db: Kysely<DB>,
  counts: Counts,
  scope: Scope,
  by: 'team' | 'unit',
  firstLooks: OpenQuery['firstLooks'],
  asked: Omit<CellQuery, 'measure'>,
  from: string,
): Promise<Loaded> {
  const members = await membersOf(db, scope, by);
  const largest = await largestOf(counts, members, firstLooks, asked);
  const ids = largest.map(({ id }) => id);
  const keys = new Map(largest.map(({ id, key }) => [id, key]));
  const pieces: Piece[] = [];
  await Promise.all(
    (['standing', ...MOVES] as const).map(async (measure) => {
      const cellsFrom = measure === 'standing' ? {} : { from };
      const [whole, each] = await Promise.all([
        counts.read({ ...asked, measure, ...cellsFrom }, ['at', 'first_look']),
        counts.readEach(ids, { ...asked, measure, ...cellsFrom }, ['at', 'first_look']),
      ]);
      for (const cell of whole) pieces.push({ ...cell, key: OTHERS, measure });
      for (const cell of each) {
        // Of what stands apart, the whole has told already.
        if (lookOf(cell, firstLooks) !== 'counted') continue;
        pieces.push({ ...cell, key: keys.get(cell.scope_id)!, measure });
        pieces.push({ ...cell, key: OTHERS, measure, n: -cell.n });
      }
    }),
  );
  return { pieces, names: new Map(largest.map(({ key, name }) => [key, name])) };
}

/** No key of a team or a unit holds a blank. */
const OTHERS = ' others';

async function largestOf(
  counts: Counts,
  members: readonly Member[],
  firstLooks: OpenQuery['firstLooks'],
  asked: Omit<CellQuery, 'measure'>,
): Promise<Member[]> {
  const cells = await counts.readEach(
    members.map(({ id }) => id),
    { ...asked, measure: 'standing' },
    ['first_look'],
  );
  const open = new Map<string, number>();
  for (const cell of cells)
    if (lookOf(cell, firstLooks) === 'counted')
      open.set(cell.scope_id, (open.get(cell.scope_id) ?? 0) + cell.n);
  return members
    .filter(({ id }) => open.has(id))
    .sort((a, b) => open.get(b.id)! - open.get(a.id)!)
    .slice(0, LINES);
}

function seriesOf(
  byKey: Map<string, Flow>,
  split: OpenQuery['split'],
  names: Map<string, string>,
  weeks: number,
): OpenAnswer['series'] {
  const others = byKey.get(OTHERS);
  const lines = [...byKey]
    .filter(([key]) => key !== OTHERS)
    .sort(([a, x], [b, y]) =>
      split === 'priority'
        ? a.localeCompare(b)
        : y.open[weeks - 1]! - x.open[weeks - 1]! || a.localeCompare(b),
    );
  const rest = [...lines.slice(LINES).map(([, flow]) => flow), ...(others ? [others] : [])];
  const shown: OpenAnswer['series'] = lines
    .slice(0, LINES)
    .map(([key, { open }]) => ({ key, name: names.get(key) ?? key, open }));
  const { open } = sumFlows(rest, weeks);
  return open.some((n) => n !== 0) ? [...shown, { key: null, name: 'Others', open }] : shown;
}

function sentenceOf(total: Flow, apart: Flow | null, what: string): string {
  const last = total.open.at(-1) ?? 0;
  const change = last - (total.open[0] ?? 0);
  const weeks = total.open.length - 1;
  const since =
    weeks === 0
      ? ''
      : change === 0
        ? `, as many as ${plural(weeks, 'week')} before`
        : `, ${Math.abs(change).toLocaleString('en')} ${change > 0 ? 'more' : 'fewer'} than ${plural(weeks, 'week')} before`;
  const looks = apart?.open.at(-1) ?? 0;
  const beside = looks > 0 ? ` ${looks.toLocaleString('en')} more come from first looks of tools.` : '';
  return last + looks === 0
    ? `Nothing${what} is open${since}.`
    : `${plural(last, 'finding')}${what} ${last === 1 ? 'is' : 'are'} open${since}.${beside}`;
}

const notesOf = ({ split, firstLooks }: OpenQuery): string[] => [
  'Owner and priority are those of today, for all the past too.',
  ...(split === 'unit' ? ['Teams of no unit below are among the others.'] : []),
  ...(firstLooks === 'without' ? ['What first looks found is left out.'] : []),
];

/** The table behind: a row for each week, a column for each line. */
export function openTable({ weeks, series, total, firstLooks }: OpenAnswer) {
  const looks = firstLooks ? ['first_looks_open', 'first_looks_opened'] : [];
  return {
    header: ['week', 'open', 'opened', 'fixed', 'excepted', ...looks, ...series.map(({ name }) => name)],
    rows: weeks.map((week, i) => [
      week,
      total.open[i],
      total.opened[i],
      total.fixed[i],
      total.excepted[i],
      ...(firstLooks ? [firstLooks.open[i], firstLooks.opened[i]] : []),
      ...series.map(({ open }) => open[i]),
    ]),
  };
}
