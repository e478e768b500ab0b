import type { Kysely } from 'kysely';
import type { EffectAnswer, EffectQuery, Marker } from '../../../contract/insights/markers.ts';
import { formulasOf } from '../../../contract/insights/shared.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import type { DB } from '../../schema.gen.ts';
import { addDays, addMonths, earliest, lastOfMonth, monthOf, stepsOf, weekOf } from '../asking/calendar.ts';
import { type Counts, openCounts } from '../asking/counts.ts';
import { todayOf, type Window } from '../asking/filter.ts';
import { perSize } from '../asking/shares.ts';
import { poisson, rateRatio, shareDifference } from '../statistics/intervals.ts';
import { isTold, rateWords, shareWordsOf } from './effect-words.ts';
import { fixedSides } from './fixed-sides.ts';
import { markerOf, scopeOfMarker } from './keep-markers.ts';
import { reportsOfRule } from './store.ts';

/** Whole weeks or months, and what leads from one to the next. */
const GRAIN = {
  week: {
    first: weekOf,
    next: (at: string, n = 1) => addDays(at, 7 * n),
    last: (at: string) => addDays(at, 6),
  },
  month: { first: monthOf, next: (at: string, n = 1) => addMonths(at, n), last: lastOfMonth },
} as const;
type Per = keyof typeof GRAIN;

/** What changed after a marker? Its own week (or month) is neither before nor after. */
export async function markerEffect(
  db: Kysely<DB>,
  publicId: string,
  query: EffectQuery,
  now: Date,
): Promise<EffectAnswer> {
  const { marker } = await markerOf(db, publicId);
  const [scope, counts] = await Promise.all([
    scopeOfMarker(db, { team: marker.team?.key ?? null, unit: marker.unit?.key ?? null }),
    openCounts(db),
  ]);
  const per: Per = query.measure === 'opened' ? 'week' : 'month';
  const spans = spansOf(marker.at, per, query.weeks, todayOf(now));
  const asked = {
    tool: query.tool ?? marker.tool ?? undefined,
    priority: query.priority === undefined ? undefined : PRIORITIES.indexOf(query.priority),
  };
  const compared =
    query.measure === 'fixed'
      ? await compareFixed(counts, scope.id, marker, query, asked, spans, todayOf(now))
      : await compareRates(db, counts, scope.id, marker, query, asked, spans, per);
  return {
    asOf: counts.asOf?.toISOString() ?? null,
    ...compared,
    notes: [
      `The marker’s own ${per} is left out, and so is what first looks found.`,
      'Other things may have changed at the same time: this shows what followed, not why.',
      ...(query.measure === 'opened' && marker.rule
        ? [`Only what ${marker.tool} tells by ${marker.rule}.`]
        : []),
    ],
    marker,
    measure: query.measure,
    per,
    formula: formulasOf('effectOpened', 'effectFound', 'effectFixed'),
  };
}

interface Spans {
  before: string[];
  after: string[];
}

/** The weeks or months before and after that of the marker; after: only what is over. Pure. */
export function spansOf(at: string, per: Per, weeks: number, today: string): Spans {
  const { first, next } = GRAIN[per];
  const own = first(at);
  const many = per === 'week' ? weeks : Math.max(1, Math.round((weeks * 12) / 52));
  const over = next(first(today), -1);
  const end = next(own, many);
  return {
    before: stepsOf(next(own, -many), next(own, -1), (step) => next(step)),
    after: stepsOf(next(own), earliest(end, over), (step) => next(step)),
  };
}

type Compared = Pick<EffectAnswer, 'sentence' | 'before' | 'after' | 'change' | 'told' | 'series'>;
interface Asked {
  tool: string | undefined;
  priority: number | undefined;
}

async function compareRates(
  db: Kysely<DB>,
  counts: Counts,
  scopeId: string,
  marker: Marker,
  { measure, phase }: EffectQuery,
  asked: Asked,
  spans: Spans,
  per: Per,
): Promise<Compared> {
  const { first, last, next } = GRAIN[per];
  const steps = stepsOf(spans.before[0]!, spans.after.at(-1) ?? first(marker.at), (at) => next(at));
  const window: Window = { from: steps[0]!, to: last(steps.at(-1)!) };
  const byStep = new Map<string, number>();
  const rule =
    marker.tool !== null && marker.rule !== null && asked.tool === marker.tool ? marker.rule : null;
  const rows =
    measure === 'found'
      ? (
          await counts.read({ tool: asked.tool, ...window, scopeId, measure: 'found', firstLook: false }, [
            'at',
            'phase',
          ])
        ).filter((cell) => phase === undefined || cell.phase === phase)
      : rule !== null
        ? await reportsOfRule(db, scopeId, { tool: marker.tool!, rule }, window, asked.priority)
        : await counts.read({ ...asked, ...window, scopeId, measure: 'opened', firstLook: false }, ['at']);
  for (const { at, n } of rows) byStep.set(first(at), (byStep.get(first(at)) ?? 0) + n);
  const [before, after] = [spans.before, spans.after].map((some) => {
    const n = some.reduce((sum, at) => sum + (byStep.get(at) ?? 0), 0);
    return {
      ...edges(some, marker.at, last),
      periods: some.length,
      n,
      rate: perSize(n, some.length, poisson(n)),
      share: null,
    };
  }) as [Compared['before'], Compared['after']];
  const change = rateRatio({ n: before.n, over: before.periods }, { n: after.n, over: after.periods });
  return {
    sentence: rateWords(marker, before, after, change, per),
    before,
    after,
    change,
    told: isTold(change, 1),
    series: steps.map((at) => ({ at, n: byStep.get(at) ?? 0 })),
  };
}

async function compareFixed(
  counts: Counts,
  scopeId: string,
  marker: Marker,
  { within }: EffectQuery,
  asked: Asked,
  spans: Spans,
  today: string,
): Promise<Compared> {
  const { days, series, shareOfMonths } = await fixedSides(counts, scopeId, asked, spans, within, today);
  const [before, after] = [spans.before, spans.after].map((months) => {
    const share = shareOfMonths(months);
    return {
      ...edges(months, marker.at, lastOfMonth),
      periods: months.length,
      n: share.n,
      rate: null,
      share,
    };
  }) as [Compared['before'] & { share: object }, Compared['after'] & { share: object }];
  const change = shareDifference(before.share!, after.share!);
  return {
    sentence: shareWordsOf(marker, before.share!, after.share!, change, days),
    before,
    after,
    change,
    told: isTold(change, 0),
    series,
  };
}

const edges = (steps: readonly string[], at: string, last: (step: string) => string) => ({
  from: steps[0] ?? at,
  to: steps.length > 0 ? last(steps.at(-1)!) : at,
});
