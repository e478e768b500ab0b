import { markdownOfHtml } from '../html.ts';
import { asRecord, str } from '../values.ts';
import type { Spec } from './fields.ts';
import { look, type Told } from './told.ts';

/** Everything that a spec names, without what is absent; of several expressions the first that gives something. */
export function all(spec: Spec | undefined, told: Told): unknown[] {
  if (spec === undefined) return [];
  if (typeof spec === 'string') return look(spec)(told).filter(saysSomething);
  if (typeof spec === 'function') return [spec(told)].flat().filter(saysSomething);
  for (const one of spec) {
    const found = look(one)(told).filter(saysSomething);
    if (found.length > 0) return found;
  }
  return [];
}

const saysSomething = (value: unknown): boolean =>
  value !== undefined && value !== null && (typeof value !== 'string' || value.trim() !== '');

/** The first value as text; numbers and booleans count as text, objects do not. */
export const textOf = (spec: Spec | undefined, told: Told): string | undefined => firstText(all(spec, told));

function firstText(values: readonly unknown[]): string | undefined {
  for (const value of values) {
    if (typeof value === 'string') return value.trim();
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  }
  return undefined;
}

/** All values as texts; lists inside lists are opened. */
export const textsOf = (spec: Spec | undefined, told: Told): string[] =>
  all(spec, told)
    .flat(3)
    .flatMap((value) =>
      typeof value === 'string' || typeof value === 'number' ? String(value).trim() || [] : [],
    );

const TAG = /<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>/i;

/** Text for people: HTML becomes Markdown, unless it is Markdown already (`prose.ts`). */
export function proseOf(spec: Spec | undefined, told: Told): string | undefined {
  const values = all(spec, told);
  for (const value of values) {
    const ready = typeof value === 'object' ? str(asRecord(value)['markdown']) : undefined;
    if (ready !== undefined) return ready;
  }
  const text = firstText(values);
  return text !== undefined && TAG.test(text) ? markdownOfHtml(text) || undefined : text;
}

const YES = new Set(['true', 'yes', 'y', '1', 'confirmed', 'verified', 'active']);
const NO = new Set(['false', 'no', 'n', '0']);

export function flagOf(spec: Spec | undefined, told: Told): boolean | undefined {
  const word = textOf(spec, told)?.toLowerCase();
  if (word === undefined) return undefined;
  return YES.has(word) ? true : NO.has(word) ? false : undefined;
}
