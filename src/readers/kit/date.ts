const EARLIEST = Date.UTC(1970, 0, 2);
const LATEST = Date.UTC(2200, 0, 1);

/**
 * ISO 8601 in UTC, or null for what is no date of this world: unreadable, year 0 or 1 (the zero value of
 * several languages), the epoch itself, far future. A number is seconds, or milliseconds above 10^11.
 */
export function isoDate(told: string | number): string | null {
  if (told === last.told || told === last.date) return last.date;
  const date = read(told);
  last = { told, date };
  return date;
}

/** Results of one scan have one date, and a date is looked at twice: as told, and when results are cleaned. */
let last: { told: string | number; date: string | null } = { told: '', date: null };

function read(told: string | number): string | null {
  const ms = typeof told === 'number' ? (told > 1e11 ? told : told * 1000) : parseText(told);
  if (!(ms >= EARLIEST && ms < LATEST)) return null;
  return new Date(ms).toISOString();
}

/** Without a zone the time counts as UTC, so that the machine's own zone changes nothing. */
function parseText(text: string): number {
  const [, first, second, year] = /^\s*(\d{1,2})[/.](\d{1,2})[/.](\d{4})\s*$/.exec(text) ?? [];
  if (year !== undefined) return dayOf(Number(first), Number(second), Number(year), text.includes('.'));
  const zoned = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text)
    ? `${text.replace(' ', 'T')}Z`
    : text;
  return Date.parse(zoned);
}

/** Points stand between day, month and year; slashes too where the first is no month, else the month comes first. */
function dayOf(first: number, second: number, year: number, points: boolean): number {
  const [day, month] = points || first > 12 ? [first, second] : [second, first];
  return month <= 12 && day <= 31 ? Date.UTC(year, month - 1, day) : Number.NaN;
}
