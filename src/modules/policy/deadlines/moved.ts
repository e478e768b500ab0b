import type { RegimeAsk } from '../../../kernel/decision.ts';
import type { Ask } from './ask.ts';
import type { Dated } from './dated.ts';
import { DAY_MS, isoOf, LAST_MS } from './moment.ts';

/**
 * The same dates for a finding that was detected at another moment: asks in days of 24 hours that all count from
 * detection, so that the strictest stays the strictest and the words stay the same.
 * @returns null where these dates say nothing of the others: they rested on more than detection, or end beyond 9999
 */
export function moveDates(asks: readonly Ask[], dated: Dated, fromMs: number, toMs: number): Dated | null {
  if (Number.isNaN(fromMs)) return null;
  let dueMs = Number.POSITIVE_INFINITY;
  const regimes: Record<string, RegimeAsk> = {};
  for (const { regime, length, byHouse, duties } of asks) {
    const days = length !== null && 'days' in length ? length.days : null;
    if (days === null) regimes[regime] = { dueAt: null, duties };
    else {
      const ms = toMs + days * DAY_MS;
      if (ms > LAST_MS || fromMs + days * DAY_MS > LAST_MS) return null;
      if (!byHouse && ms < dueMs) dueMs = ms;
      regimes[regime] = { dueAt: isoOf(ms), duties };
    }
  }
  const { duties, reviewAt, pausedBy, sentences } = dated;
  const dueAt = dueMs === Number.POSITIVE_INFINITY ? null : isoOf(dueMs);
  return { dueAt, regimes, duties, reviewAt, pausedBy, sentences };
}
