import type { Kysely } from 'kysely';
import type { PhasesAnswer, PhasesQuery } from '../../../contract/insights/phases.ts';
import { type FirstLooks, formulasOf } from '../../../contract/insights/shared.ts';
import { PHASES, type Phase } from '../../../kernel/phase.ts';
import type { DB } from '../../schema.gen.ts';
import { addMonths, lastOfQuarter, quarterName, quarterOf, quartersOf } from '../asking/calendar.ts';
import { openCounts } from '../asking/counts.ts';
import { cellFilter, filterWords, lookOf, todayOf, understoodOf, windowOf } from '../asking/filter.ts';
import { marksOf } from '../asking/marks.ts';
import { findScope } from '../asking/scope.ts';
import { shareOf } from '../asking/shares.ts';

/** The running quarter and the seven before it. */
const QUARTERS_BEFORE = 7;
/** Found by thinking and reading, before anything was built. */
const EARLY: ReadonlySet<Phase> = new Set(['threat-model', 'design-review', 'code-review']);
/** Got past everything that should have found it. */
const ESCAPED: ReadonlySet<Phase> = new Set(['penetration-test', 'bug-bounty', 'production', 'incident']);

/** Do we find earlier? */
export async function foundByPhase(db: Kysely<DB>, query: PhasesQuery, now: Date): Promise<PhasesAnswer> {
  const thisQuarter = quarterOf(todayOf(now));
  const usual = { from: addMonths(thisQuarter, -3 * QUARTERS_BEFORE), to: lastOfQuarter(thisQuarter) };
  const window = windowOf(query, usual, { first: quarterOf, last: lastOfQuarter });
  const [scope, counts] = await Promise.all([findScope(db, query), openCounts(db)]);
  const [cells, marks] = await Promise.all([
    counts.read({ ...cellFilter(query), ...window, scopeId: scope.id, measure: 'found' }, [
      'at',
      'phase',
      'first_look',
    ]),
    marksOf(db, counts, scope, window, query.tool),
  ]);
  const byQuarter = Map.groupBy(cells, ({ at }) => quarterOf(at));
  const quarters = quartersOf(window.from, window.to).map((at) => ({
    at,
    name: quarterName(at),
    running: at === thisQuarter,
    ...countedPhases(byQuarter.get(at) ?? [], query.firstLooks),
  }));
  return {
    asOf: counts.asOf?.toISOString() ?? null,
    sentence: sentenceOf(quarters, filterWords(query)),
    filter: understoodOf(scope, query, window),
    notes: query.firstLooks === 'without' ? ['What first looks found is left out.'] : [],
    formula: formulasOf('found', 'early', 'escaped', 'firstLooks'),
    order: PHASES.map((phase) => ({
      phase,
      name: phaseName(phase),
      early: EARLY.has(phase),
      escaped: ESCAPED.has(phase),
    })),
    quarters,
    total: countedPhases(cells, query.firstLooks),
    marks,
  };
}

const phaseName = (phase: Phase): string => {
  const words = phase.replaceAll('-', ' ');
  return words[0]!.toUpperCase() + words.slice(1);
};

/** Pure. */
function countedPhases(
  cells: readonly { phase: string; first_look: boolean; n: number }[],
  firstLooks: FirstLooks,
): PhasesAnswer['total'] {
  const phases = Object.fromEntries(PHASES.map((phase) => [phase, 0])) as Record<Phase, number>;
  const looks = { counted: 0, apart: 0, out: 0 };
  for (const cell of cells) {
    const look = lookOf(cell, firstLooks);
    looks[look] += cell.n;
    if (look === 'counted') phases[cell.phase as Phase] += cell.n;
  }
  const sum = (some: ReadonlySet<Phase>) => [...some].reduce((all, phase) => all + phases[phase], 0);
  return {
    n: looks.counted,
    phases,
    firstLooks: firstLooks === 'apart' ? looks.apart : null,
    early: shareOf(sum(EARLY), looks.counted),
    escaped: shareOf(sum(ESCAPED), looks.counted),
  };
}

/** "Design and review found 41 % this quarter, 33 % before." */
function sentenceOf(quarters: PhasesAnswer['quarters'], what: string): string {
  const last = quarters.at(-1);
  const before = quarters.at(-2);
  if (!last || quarters.every(({ n }) => n === 0)) return `Nothing${what} was found in this time.`;
  const when = last.running ? 'this quarter' : `in ${last.name}`;
  const were = before && before.n > 0 ? `, ${before.early.words} before` : '';
  return last.n === 0
    ? `Nothing${what} was found ${when}${before && before.n > 0 ? `; design and review found ${before.early.words} before` : ''}.`
    : `Design and review found ${last.early.words}${what === '' ? '' : ` of those${what}`} ${when}${were}.`;
}

export function phasesTable({ quarters, order }: PhasesAnswer) {
  return {
    header: ['quarter', 'found', ...order.map(({ phase }) => phase), 'first_looks', ...SHARES],
    rows: quarters.map(({ name, n, phases, firstLooks, early, escaped }) => [
      name,
      n,
      ...order.map(({ phase }) => phases[phase] ?? 0),
      firstLooks,
      early.share,
      escaped.share,
      escaped.low,
      escaped.high,
    ]),
  };
}
const SHARES = ['early', 'escaped', 'escaped_low', 'escaped_high'];
