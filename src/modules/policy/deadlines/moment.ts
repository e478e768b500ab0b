export const DAY_MS = 24 * 60 * 60 * 1000;
/** The moments that a date of four-digit years can name. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00Z');
export const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** Milliseconds of an ISO 8601 text; null for what is unknown, cannot be read or lies outside four-digit years. */
export function parseMoment(text: string | null): number | null {
  if (text === null) return null;
  const ms = parsePlain(text) ?? Date.parse(text);
  return ms >= FIRST_MS && ms <= LAST_MS ? ms : null;
}

/**
 * The one form in which our own moments are written, `2026-03-01T10:00:00.000Z`: counted from its digits, ten times
 * faster than by the parser of all forms. Null = another form, or nothing that can be.
 */
function parsePlain(text: string): number | null {
  if (text.length !== 24 || text.charCodeAt(23) !== Z || text.charCodeAt(10) !== T) return null;
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON || text.charCodeAt(19) !== POINT)
    return null;
  const hour = two(text, 11);
  const minute = two(text, 14);
  const second = two(text, 17);
  const ms = two(text, 20) * 10 + (two(text, 21) % 10);
  // Also false for what is no digit.
  if (!(hour < 24 && minute < 60 && second < 60 && ms < 1000)) return null;
  const day = dayOf(two(text, 0) * 100 + two(text, 2), two(text, 5), two(text, 8));
  if (day === null || text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH) return null;
  return day * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + ms;
}

const [T, Z, COLON, POINT, DASH] = ['T', 'Z', ':', '.', '-'].map((one) => one.charCodeAt(0));
const ZERO = '0'.charCodeAt(0);

/** Two digits as a number; NaN where one is none. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** Days of each month that every year has. */
const LENGTHS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Days since 1970 by the arithmetic of the calendar, with years that begin in March
 * (https://howardhinnant.github.io/date_algorithms.html#days_from_civil); null for 29 February and what is no day.
 */
function dayOf(year: number, month: number, day: number): number | null {
  if (!(year >= 0 && month >= 1 && day >= 1 && day <= (LENGTHS[month] ?? 0))) return null;
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

const MAX_DAYS = 4000;
const dayTexts = new Map<number, string>();
const TWO = Array.from({ length: 100 }, (_, i) => String(i).padStart(2, '0'));

/** ISO 8601 in UTC, as `Date.toISOString` writes it; days are few, so their texts are made once. */
export function isoOf(ms: number): string {
  const whole = Math.trunc(ms);
  const day = Math.floor(whole / DAY_MS);
  let text = dayTexts.get(day);
  if (text === undefined) {
    if (dayTexts.size >= MAX_DAYS) dayTexts.clear();
    text = new Date(day * DAY_MS).toISOString().slice(0, 11);
    dayTexts.set(day, text);
  }
  const rest = whole - day * DAY_MS;
  const seconds = Math.floor(rest / 1000);
  const minutes = Math.floor(seconds / 60);
  const thousandths = rest - seconds * 1000;
  return `${text}${TWO[Math.floor(minutes / 60)]}:${TWO[minutes % 60]}:${TWO[seconds % 60]}.${String(thousandths).padStart(3, '0')}Z`;
}
