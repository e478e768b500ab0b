import { markdownOfHtml } from '../html.ts';
import { asRecord, str } from '../values.ts';
import { isElement } from '../xml-node.ts';
import { type Expression, expression } from './expression.ts';
import type { Spec } from './fields.ts';
import type { Told } from './told.ts';

const saysSomething = (value: unknown): boolean =>
  value !== undefined && value !== null && (typeof value !== 'string' || value.trim() !== '');

const TAG = /<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>/i;
const YES = new Set(['true', 'yes', 'y', '1', 'confirmed', 'verified', 'active']);
const NO = new Set(['false', 'no', 'n', '0']);

/** A spec made ready to be read from many results. */
export class Reading {
  /** The value itself, where there can only be one. */
  readonly #one: ((told: Told) => unknown) | undefined;
  readonly #many: (told: Told) => unknown[];

  constructor({ one, many }: Expression) {
    this.#one = one;
    this.#many = many;
  }

  /** Where one value is all there can be: of XML the same name may stand several times. */
  #only(told: Told): ((told: Told) => unknown) | undefined {
    return isElement(told.shell) ? undefined : this.#one;
  }

  /** Everything that it names, without what is absent. */
  all(told: Told): unknown[] {
    const one = this.#only(told);
    if (one !== undefined) {
      const value = one(told);
      return saysSomething(value) ? [value] : [];
    }
    const found = this.#many(told);
    return found.length === 0 || found.every(saysSomething) ? found : found.filter(saysSomething);
  }

  /** The first value as text; numbers and booleans count as text, objects do not. */
  text(told: Told): string | undefined {
    if (this.#one !== undefined) return textOfValue(this.#one(told));
    for (const value of this.#many(told)) {
      const text = textOfValue(value);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  /** All values as texts; lists inside lists are opened. */
  texts(told: Told): string[] {
    const texts: string[] = [];
    const one = this.#only(told);
    if (one !== undefined) pushTexts(one(told), texts, 3);
    else for (const value of this.#many(told)) pushTexts(value, texts, 3);
    return texts;
  }

  /** Text for people: HTML becomes Markdown, unless it is Markdown already (`prose.ts`). */
  prose(told: Told): string | undefined {
    const values = this.#one === undefined ? this.#many(told) : [this.#one(told)];
    if (typeof values[0] === 'string' && values.length === 1) return proseOf(values[0]);
    for (const value of values) {
      const ready = typeof value === 'object' ? str(asRecord(value)['markdown']) : undefined;
      if (ready !== undefined) return ready;
    }
    for (const value of values) {
      const text = proseOf(value);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  flag(told: Told): boolean | undefined {
    const word = this.text(told)?.toLowerCase();
    if (word === undefined) return undefined;
    return YES.has(word) ? true : NO.has(word) ? false : undefined;
  }
}

/** Blank HTML says nothing. */
function proseOf(value: unknown): string | undefined {
  const text = textOfValue(value);
  if (text === undefined || !text.includes('<') || !TAG.test(text)) return text;
  return markdownOfHtml(text) || undefined;
}

function textOfValue(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() || undefined;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function pushTexts(value: unknown, texts: string[], depth: number): void {
  if (typeof value === 'string') {
    const text = value.trim();
    if (text !== '') texts.push(text);
  } else if (typeof value === 'number') texts.push(String(value));
  else if (Array.isArray(value) && depth > 0) for (const one of value) pushTexts(one, texts, depth - 1);
}

/** Of a spec that is absent: most are, and what they would say need not be asked. */
export const NOTHING = new Reading({ one: () => undefined, many: () => [] });
const readings = new Map<string, Reading>();
const lists = new WeakMap<object, Reading>();

/** Of several expressions the first that gives something counts. Expressions are made ready once. */
export function readingOf(spec: Spec | undefined): Reading {
  if (spec === undefined) return NOTHING;
  if (typeof spec === 'string') {
    let made = readings.get(spec);
    if (made === undefined) {
      made = new Reading(expression(spec));
      readings.set(spec, made);
    }
    return made;
  }
  if (typeof spec === 'function') return new Reading({ one: undefined, many: (told) => listOf(spec(told)) });
  let made = lists.get(spec);
  if (made === undefined) {
    made = new Reading(firstOf(spec.map(expression)));
    lists.set(spec, made);
  }
  return made;
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

function firstOf(expressions: readonly Expression[]): Expression {
  const ones = expressions.flatMap(({ one }) => one ?? []);
  return {
    one:
      ones.length < expressions.length
        ? undefined
        : (told) => {
            for (const one of ones) {
              const value = one(told);
              if (saysSomething(value)) return value;
            }
            return undefined;
          },
    many: (told) => {
      for (const { many } of expressions) {
        const found = many(told);
        if (found.some(saysSomething)) return found;
      }
      return [];
    },
  };
}
