/**
 * Days, weeks, months and quarters as ISO 8601 has them, in UTC: a chart depends on nobody's time zone, and daylight saving
 * makes no day longer. Days are texts, `YYYY-MM-DD`, which sort as they follow each other. Pure.
 */
const DAY_MS = 86_400_000;

export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
/** By its numbers: thousands of weeks are turned over for one picture, and reading a date from text takes longest. */
const dateOf = (day: string): Date =>
  new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))));

export const addDays = (day: string, n: number): string =>
  dayOf(new Date(dateOf(day).getTime() + n * DAY_MS));

export const daysBetween = (from: string, to: string): number =>
  Math.round((dateOf(to).getTime() - dateOf(from).getTime()) / DAY_MS);

export const earliest = (...days: readonly [string, ...string[]]): string => [...days].sort()[0]!;
export const latest = (...days: readonly [string, ...string[]]): string => [...days].sort().at(-1)!;

/** Its week's Monday. */
export const weekOf = (day: string): string => addDays(day, -((dateOf(day).getUTCDay() + 6) % 7));
export const monthOf = (day: string): string => `${day.slice(0, 7)}-01`;
/** The month that a week belongs to: that of its Thursday, as ISO has it for years. */
export const monthOfWeek = (monday: string): string => monthOf(addDays(monday, 3));
export const quarterOf = (day: string): string => {
  const month = Number(day.slice(5, 7));
  return `${day.slice(0, 4)}-${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`;
};

/** `first` is the first day of a month. */
export function addMonths(first: string, n: number): string {
  const date = dateOf(first);
  date.setUTCMonth(date.getUTCMonth() + n);
  return dayOf(date);
}
export const lastOfMonth = (first: string): string => addDays(addMonths(first, 1), -1);
export const lastOfQuarter = (first: string): string => addDays(addMonths(first, 3), -1);

/** "2026 Q4" */
export const quarterName = (first: string): string =>
  `${first.slice(0, 4)} Q${Math.ceil(Number(first.slice(5, 7)) / 3)}`;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** "Nov 2026" */
export const monthName = (first: string): string =>
  `${MONTHS[Number(first.slice(5, 7)) - 1]} ${first.slice(0, 4)}`;
/** "3 Nov 2026" */
export const dayName = (day: string): string => `${Number(day.slice(8))} ${monthName(day)}`;

/** All steps from the first to the last, both within. */
export function stepsOf(from: string, to: string, next: (at: string) => string): string[] {
  const steps: string[] = [];
  for (let at = from; at <= to; at = next(at)) steps.push(at);
  return steps;
}
export const weeksOf = (from: string, to: string): string[] =>
  stepsOf(weekOf(from), to, (at) => addDays(at, 7));
export const monthsOf = (from: string, to: string): string[] =>
  stepsOf(monthOf(from), to, (at) => addMonths(at, 1));
export const quartersOf = (from: string, to: string): string[] =>
  stepsOf(quarterOf(from), to, (at) => addMonths(at, 3));
