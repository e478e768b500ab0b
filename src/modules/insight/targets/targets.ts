import type { Kysely } from 'kysely';
import type { z } from 'zod';
import { formulasOf } from '../../../contract/insights/shared.ts';
import {
  type SetTarget,
  TARGET_MEASURES,
  type TargetMeasure,
  type TargetsAnswer,
  type targetsQuery,
} from '../../../contract/insights/targets.ts';
import { AppError } from '../../../kernel/errors.ts';
import type { IdSource } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { type Actor, audit } from '../../access/public.ts';
import type { DB } from '../../schema.gen.ts';
import { quarterName, quarterOf } from '../asking/calendar.ts';
import { openCounts } from '../asking/counts.ts';
import { todayOf } from '../asking/filter.ts';
import { demandRole } from '../asking/place.ts';
import { findScope, type Scope } from '../asking/scope.ts';
import { shortNumber } from '../asking/shares.ts';
import { COMPANY } from '../rollup/measures.ts';
import { scopesWithTargets } from './scopes.ts';
import { deleteTarget, selectTargets, type TargetRow, upsertTarget } from './store.ts';
import { type Today, todayOfMeasure } from './today.ts';

type Target = TargetsAnswer['items'][number];

/** How the company's own targets are named where a unit's key stands. */
const COMPANY_KEY = '-';

/** First day of a quarter that is named by it, or as "2026-Q4". */
const firstOf = (text: string): string => {
  const [year, quarter] = text.split('-Q');
  return quarter === undefined ? text : `${year}-${String(Number(quarter) * 3 - 2).padStart(2, '0')}-01`;
};

/** Where do we stand beside what we set out to reach? */
export async function targets(
  db: Kysely<DB>,
  query: z.output<typeof targetsQuery>,
  now: Date,
): Promise<TargetsAnswer> {
  const today = todayOf(now);
  const quarter = query.quarter === undefined ? quarterOf(today) : firstOf(query.quarter);
  const running = quarter === quarterOf(today);
  const [counts, rows, asked] = await Promise.all([
    openCounts(db),
    selectTargets(db, quarter),
    query.unit === undefined
      ? null
      : findScope(db, { unit: query.unit === COMPANY_KEY ? undefined : query.unit }),
  ]);
  const scopes = asked ? [asked] : await scopesWithTargets(db, rows);
  const byScope = Map.groupBy(rows, ({ unit_id }) => unit_id ?? COMPANY);
  const rowOf = (scope: Scope, measure: TargetMeasure) =>
    byScope.get(scope.id)?.find((row) => row.measure === measure);
  const items: Target[][] = await Promise.all(
    TARGET_MEASURES.map(async (measure) => {
      const shown = scopes.filter((scope) => scope.kind === 'company' || asked || rowOf(scope, measure));
      const ids = shown.map(({ id }) => id);
      const numbers = running ? await todayOfMeasure(db, counts, measure, ids, quarter, today) : new Map();
      return shown.map((scope) =>
        itemOf(scope, quarter, measure, rowOf(scope, measure), numbers.get(scope.id)),
      );
    }),
  );
  const order = new Map(scopes.map(({ key }, index) => [key, index]));
  const placeOf = ({ unit }: Target) => order.get(unit?.key ?? '') ?? 0;
  const sorted = items.flat().sort((a, b) => placeOf(a) - placeOf(b));
  return {
    asOf: counts.asOf?.toISOString() ?? null,
    sentence: sentenceOf(sorted, quarterName(quarter), running),
    quarter: { at: quarter, name: quarterName(quarter), running },
    formula: formulasOf('targetOpen', 'targetDeadlines', 'targetMedian', 'targetUnowned'),
    items: sorted,
  };
}

const NAMES: Record<TargetMeasure, string> = {
  'open-p0-p1': 'P0 and P1 open',
  'deadlines-met': 'Deadlines met',
  'median-days': 'Median days to fix',
  unowned: 'Findings without an owner',
};

function itemOf(
  scope: Scope,
  quarter: string,
  measure: TargetMeasure,
  row: TargetRow | undefined,
  today: Today | undefined,
): Target {
  const value = row?.value ?? null;
  const now = today?.value ?? null;
  const atLeast = measure === 'deadlines-met';
  const reached = value === null || now === null ? null : atLeast ? now >= value : now <= value;
  return {
    unit: scope.kind === 'company' ? null : { key: scope.key, name: scope.name },
    quarter,
    measure,
    name: NAMES[measure],
    value,
    setBy: row?.set_by ?? null,
    setAt: row?.set_at.toISOString() ?? null,
    today: now,
    n: today?.n ?? 0,
    reached,
    sentence: wordsOf(measure, now, value, reached),
  };
}

function wordsOf(
  measure: TargetMeasure,
  now: number | null,
  value: number | null,
  reached: boolean | null,
): string {
  const shown = (number: number) =>
    measure === 'deadlines-met' ? `${Math.round(number * 100)} %` : shortNumber(number);
  const today = now === null ? 'Nothing to count yet' : `${shown(now)} today`;
  if (value === null) return `${today}; no target is set.`;
  if (reached === null) return `${today}; the target is ${shown(value)}.`;
  if (reached) return `${today}: the target of ${shown(value)} is reached.`;
  const left = Math.abs(value - now!);
  const words = measure === 'deadlines-met' ? `${Math.ceil(left * 100)} points` : shortNumber(left);
  return `${today}, target ${shown(value)}: ${words} to go.`;
}

function sentenceOf(items: readonly Target[], quarter: string, running: boolean): string {
  const set = items.filter(({ value }) => value !== null);
  if (set.length === 0) return `No target is set for ${quarter}.`;
  if (!running) return `${set.length} ${set.length === 1 ? 'target is' : 'targets are'} set for ${quarter}.`;
  const reached = set.filter((item) => item.reached).length;
  return `${reached} of ${set.length} ${set.length === 1 ? 'target' : 'targets'} of ${quarter} ${reached === 1 ? 'is' : 'are'} reached today.`;
}

/**
 * Sets, replaces or (null) takes away a target.
 * @throws AppError LK-FORBIDDEN when they lead neither the unit nor security; LK-NOT-FOUND for the unit; LK-VALIDATION
 *   for a share above one
 */
export async function setTarget(
  tx: Tx<DB>,
  ids: IdSource,
  { unit, quarter, measure, value }: SetTarget,
  actor: Actor,
  now: Date,
): Promise<void> {
  const scope = await findScope(tx, { unit: unit === null || unit === COMPANY_KEY ? undefined : unit });
  await demandRole(tx, actor, ['leader', 'security'], scope);
  if (measure === 'deadlines-met' && value !== null && value > 1)
    throw new AppError('LK-VALIDATION', 'value: a share lies between 0 and 1');
  const unitId = scope.kind === 'company' ? null : scope.id;
  const first = firstOf(quarter);
  if (value === null) await deleteTarget(tx, unitId, first, measure);
  else
    await upsertTarget(tx, {
      id: ids.next(),
      unitId,
      quarter: first,
      measure,
      value,
      set_by: actor.label,
      set_at: now,
    });
  const action = value === null ? 'target.remove' : 'target.set';
  await audit(tx, actor.label, action, scope.key || 'company', { quarter: first, measure, value });
}

export function targetsTable({ items }: TargetsAnswer) {
  return {
    header: ['unit', 'quarter', 'measure', 'target', 'today', 'counted', 'reached'],
    rows: items.map(({ unit, quarter, measure, value, today, n, reached }) => [
      unit?.name ?? 'Company',
      quarter,
      measure,
      value,
      today,
      n,
      reached,
    ]),
  };
}
