import { DAY_MS, isoOf, parseMoment } from './moment.ts';

/** The rule of the policy by which a clock stands still. */
export interface Pause {
  id: string;
  because: string;
}

/** Since when: the moment that is remembered, or now where the wait begins with this decision. */
export function pausedSince(told: string | null, now: string | null, startMs: number): number {
  const nowMs = parseMoment(now);
  const since = parseMoment(told) ?? nowMs ?? startMs;
  const late = nowMs !== null && since > nowMs ? nowMs : since;
  return Math.max(late, startMs);
}

/** `dueMs` = when it would have been due; null = there was no date. */
export function describePause({ id, because }: Pause, sinceMs: number, dueMs: number | null): string {
  const left = dueMs === null ? '' : ` with ${describeLeft(dueMs - sinceMs)} left`;
  return `stands still since ${isoOf(sinceMs).slice(0, 10)}${left}: ${because} (rule ${id})`;
}

/** Rounded down: nobody is promised time that is not there. */
function describeLeft(ms: number): string {
  const days = Math.floor((ms / DAY_MS) * 10) / 10;
  const [count, unit] = days >= 1 ? [days, 'day'] : [Math.floor(ms / (DAY_MS / 24)), 'hour'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
