import type { ExceptionKind } from '../../findings/public.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:\d{2})$/;

export type Until = { ok: true; at: Date | null } | { ok: false; problem: string };

/** What may be without end: it says what a finding is, not what we bear for a time. */
const ENDLESS: ReadonlySet<ExceptionKind> = new Set(['false-positive', 'duplicate']);

/**
 * The end of an exception: a day (until its end in UTC) or a moment of ISO 8601. Pure.
 * @param maxDays of the policy; null = no limit
 */
export function readUntil(
  text: string | null,
  { kind, maxDays, now }: { kind: ExceptionKind; maxDays: number | null; now: Date },
): Until {
  const latest = maxDays === null ? null : endOfDay(new Date(now.getTime() + maxDays * DAY_MS));
  if (text === null || text.trim() === '') {
    if (ENDLESS.has(kind)) return { ok: true, at: null };
    return no(`say until when${atMost(maxDays, latest)}. What is let off for ever is forgotten.`);
  }
  const at = momentOf(text.trim());
  if (at === null)
    return no(`“${text.slice(0, 40)}” is no day. Write one like 2027-03-01${atMost(maxDays, latest)}.`);
  if (at <= now) return no(`${text} has passed already: name a day that is still to come.`);
  if (latest && at > latest)
    return no(`${text} is too far away${atMost(maxDays, latest)}. It can be extended before it ends.`);
  return { ok: true, at };
}

const no = (words: string): Until => ({ ok: false, problem: `until: ${words}` });

const atMost = (maxDays: number | null, latest: Date | null): string =>
  latest === null ? '' : `, at most ${maxDays} days from today: ${latest.toISOString().slice(0, 10)}`;

const endOfDay = (at: Date): Date => new Date(`${at.toISOString().slice(0, 10)}T23:59:59.999Z`);

function momentOf(text: string): Date | null {
  const day = DAY.test(text);
  if (!day && !MOMENT.test(text)) return null;
  const at = new Date(day ? `${text}T23:59:59.999Z` : text);
  // 30 February is no day, though a Date makes one of it.
  const real = !Number.isNaN(at.getTime()) && isDay(text.slice(0, 10));
  return real ? at : null;
}

function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
