import type { InsightQuery, Understood } from '../../../contract/insights/shared.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';
import { AppError } from '../../../kernel/errors.ts';
import { severityRank } from '../../../kernel/severity.ts';
import type { CellQuery } from '../rollup/cells.ts';
import { addDays, dayOf, weekOf } from './calendar.ts';
import type { Scope } from './scope.ts';

/** First and last day, both within. */
export interface Window {
  from: string;
  to: string;
}

/** What is longer is no picture any more. */
const LONGEST_DAYS = 260 * 7;

/**
 * The days asked for, in whole periods.
 * @param usual what holds where nothing was asked; half asked is completed from its length
 * @throws AppError LK-VALIDATION when they run backwards or over more than five years
 */
export function windowOf(
  asked: Partial<Record<'from' | 'to', string | undefined>>,
  usual: Window,
  whole: { first(day: string): string; last(first: string): string },
): Window {
  const days = (Date.parse(usual.to) - Date.parse(usual.from)) / 86_400_000;
  const to =
    asked.to ?? (asked.from !== undefined && asked.from > usual.to ? addDays(asked.from, days) : usual.to);
  const from = asked.from ?? (to < usual.from ? addDays(to, -days) : usual.from);
  if (from > to) throw new AppError('LK-VALIDATION', `from: ${from} is after ${to}`);
  const window = { from: whole.first(from), to: whole.last(whole.first(to)) };
  if (Date.parse(window.to) - Date.parse(window.from) > LONGEST_DAYS * 86_400_000)
    throw new AppError('LK-VALIDATION', `from: ${from} to ${to} is longer than five years`);
  return window;
}

export const WHOLE_WEEKS = { first: weekOf, last: (monday: string) => addDays(monday, 6) };
export const todayOf = (now: Date): string => dayOf(now);

type Asked = Partial<Pick<InsightQuery, 'tool' | 'kind' | 'severity' | 'priority'>> &
  Pick<InsightQuery, 'firstLooks'>;

export function understoodOf(scope: Scope, asked: Asked, { from, to }: Window): Understood {
  return {
    scope: { kind: scope.kind, key: scope.key, name: scope.name },
    tool: asked.tool ?? null,
    kind: asked.kind ?? null,
    severity: asked.severity ?? null,
    priority: asked.priority ?? null,
    from,
    to,
    firstLooks: asked.firstLooks,
  };
}

/** What of a filter cells can be asked for. */
export const cellFilter = (asked: Asked): Pick<CellQuery, 'tool' | 'kind' | 'severity' | 'priority'> => ({
  tool: asked.tool,
  kind: asked.kind,
  severity: asked.severity === undefined ? undefined : severityRank(asked.severity),
  priority: asked.priority === undefined ? undefined : PRIORITIES.indexOf(asked.priority),
});

/** Whether cells of first looks are in the numbers, beside them, or nowhere. */
export const lookOf = (
  cell: { first_look: boolean },
  firstLooks: InsightQuery['firstLooks'],
): 'counted' | 'apart' | 'out' =>
  !cell.first_look || firstLooks === 'with' ? 'counted' : firstLooks === 'apart' ? 'apart' : 'out';

/** "by trivy, P1" for sentences; empty without a filter. */
export function filterWords(asked: Asked): string {
  const words = [
    ...(asked.tool === undefined ? [] : [`found by ${asked.tool}`]),
    ...(asked.kind === undefined ? [] : [`of kind ${asked.kind}`]),
    ...(asked.severity === undefined ? [] : [`rated ${asked.severity}`]),
    ...(asked.priority === undefined ? [] : [`of priority ${asked.priority}`]),
  ];
  return words.length > 0 ? ` ${words.join(', ')}` : '';
}

/** For pictures where first looks are either in or out. */
export const firstLookOf = (firstLooks: InsightQuery['firstLooks']): false | undefined =>
  firstLooks === 'with' ? undefined : false;

export const looksNote = (firstLooks: InsightQuery['firstLooks']): string[] =>
  firstLooks === 'with' ? [] : ['What first looks found is left out.'];
