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
  /** The value itself, where there can only be one; what a function says, which may be a list of several. */
  readonly #one: ((told: Told) => unknown) | undefined;
  readonly #many: (told: Told) => unknown[];
  readonly #said: boolean;

  constructor({ one, many }: Expression, said = false) {
    this.#one = one;
    this.#many = many;
    this.#said = said;
  }

  /** Where one value is all there can be: of XML the same name may stand several times. */
  #only(told: Told): ((told: Told) => unknown) | undefined {
    return this.#said || !isElement(told.shell) ? this.#one : undefined;
  }

  /** Everything that it names, without what is absent. */
  all(told: Told): unknown[] {
    const one = this.#only(told);
    const value = one === undefined ? this.#many(told) : one(told);
    if (Array.isArray(value) && (one === undefined || this.#said))
      return value.every(saysSomething) ? value : value.filter(saysSomething);
    return saysSomething(value) ? [value] : [];
  }

  /** The first value as text; numbers and booleans count as text, objects do not. */
  text(told: Told): string | undefined {
    const value = this.#one === undefined ? this.#many(told) : this.#one(told);
    if (typeof value === 'string') return value.trim() || undefined;
    if (typeof value !== 'object') return textOfValue(value);
    return Array.isArray(value) && (this.#said || this.#one === undefined) ? firstText(value) : undefined;
  }

  /** All values as texts; lists inside lists are opened. */
  texts(told: Told): string[] {
    const texts: string[] = [];
    const one = this.#only(told);
    // The list of several values is no list inside of one.
    if (one !== undefined) pushTexts(one(told), texts, this.#said ? 4 : 3);
    else for (const value of this.#many(told)) pushTexts(value, texts, 3);
    return texts;
  }

  /** Text for people: HTML becomes Markdown, unless it is Markdown already (`prose.ts`). */
  prose(told: Told): string | undefined {
    const value = this.#one === undefined ? this.#many(told) : this.#one(told);
    if (typeof value === 'string') return proseOf(value);
    if (typeof value !== 'object') return textOfValue(value);
    const several = Array.isArray(value) && (this.#said || this.#one === undefined);
    return several ? firstProse(value) : markdownIn(value);
  }

  flag(told: Told): boolean | undefined {
    const word = this.text(told)?.toLowerCase();
    if (word === undefined) return undefined;
    return YES.has(word) ? true : NO.has(word) ? false : undefined;
  }
}

function firstText(values: readonly unknown[]): string | undefined {
  for (const value of values) {
    const text = textOfValue(value);
    if (text !== undefined) return text;
  }
  return undefined;
}

const markdownIn = (value: unknown): string | undefined =>
  typeof value === 'object' ? str(asRecord(value)['markdown']) : undefined;

/** What is Markdown already comes first. */
function firstProse(values: readonly unknown[]): string | undefined {
  for (const value of values) {
    const ready = markdownIn(value);
    if (ready !== undefined) return ready;
  }
  for (const value of values) {
    const text = proseOf(value);
    if (text !== undefined) return text;
  }
  return undefined;
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
const listsByNames = new Map<string, Reading>();

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
  if (typeof spec === 'function') return new Reading({ one: spec, many: () => [] }, true);
  let made = lists.get(spec);
  if (made === undefined) {
    made = readingOfList(spec);
    lists.set(spec, made);
  }
  return made;
}

/** A list that is written where it is used is another one each time. */
function readingOfList(spec: readonly string[]): Reading {
  const names = spec.join('\n');
  let made = listsByNames.get(names);
  if (made === undefined) {
    made = new Reading(firstOf(spec.map(expression)));
    listsByNames.set(names, made);
  }
  return made;
}

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
