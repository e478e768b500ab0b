/** Typed looks into unknown JSON: anything of another type counts as absent, nothing throws. */

export type Json = Readonly<Record<string, unknown>>;

const NOTHING: Json = Object.freeze(Object.create(null));

/** The object, or an empty one. Keys that come from the report are looked up with `own`. */
export const asRecord = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : NOTHING;

/** The array, or an empty one. */
export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A string that says something; numbers and others count as absent. */
export const str = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** A string, or a number as text (ids are written both ways). */
export const text = (value: unknown): string | undefined =>
  typeof value === 'number' ? String(value) : str(value);

/** A finite number, also one written as a string. */
export function num(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** A line or column: a whole number from 1. */
export function lineNumber(value: unknown): number | undefined {
  const number = num(value);
  return number !== undefined && number >= 1 && Number.isInteger(number) ? number : undefined;
}

export const bool = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);

/** The strings of a list; a single string counts as a list of one. */
export function strings(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  return asList(value).filter((item): item is string => typeof item === 'string' && item !== '');
}

/** A member whose name comes from the report, without meeting the prototype. */
export const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

/** The first line of a text, at most 200 characters: for titles. */
export function headline(told: string): string {
  const text = told.trim();
  const end = text.indexOf('\n');
  const line = end < 0 ? text : text.slice(0, end).trimEnd();
  return line.length <= 200 ? line : `${line.slice(0, 199)}…`;
}

/** Up to here looking is quicker than keeping a set. */
const FEW = 6;

/** Without repetitions, first one stays. */
export function distinct<T>(values: readonly T[]): T[] {
  if (values.length > FEW) return [...new Set(values)];
  const kept: T[] = [];
  for (const value of values) if (!kept.includes(value)) kept.push(value);
  return kept;
}
