import type { XmlElement } from '../../reader.ts';
import { asRecord, type Json, own } from '../values.ts';
import { isElement } from '../xml-node.ts';
import type { Told } from './told.ts';

/** Looks up what an expression names; several where it passes lists. */
export type Look = (told: Told) => unknown[];

export interface Expression {
  many: Look;
  /** The same where it can only name one value; of elements of XML the first that is not blank. */
  one: ((told: Told) => unknown) | undefined;
}

const known = new Map<string, Expression>();

/**
 * Expressions of mappings, made into functions once:
 * `a.b` member of a member · `a[].b` of every element · `a[0]` · `a{}` every member · `.` the value itself · `#` its key ·
 * `^a` from what holds it (`^^a` one higher) · `/a` from the document · `=word` the word itself.
 * For XML `/` stands between names and `@name` is an attribute: `^host/@ip`, `//run/@version` from the root.
 * For tables the expression is the header, whatever its case.
 */
export function expression(text: string): Expression {
  let made = known.get(text);
  if (made === undefined) {
    made = compile(text);
    known.set(text, made);
  }
  return made;
}

export const look = (text: string): Look => expression(text).many;

const single = (one: (told: Told) => unknown): Expression => ({
  one,
  many: (told) => {
    const value = one(told);
    return value === undefined ? [] : [value];
  },
});

function compile(text: string): Expression {
  if (text.startsWith('=')) {
    const word = text.slice(1);
    return single(() => word);
  }
  const ups = /^\^*/.exec(text)![0].length;
  const rest = text.slice(ups);
  if (rest === '#') return single((told) => climb(told, ups)?.key);
  const ofDocument = ups === 0 && rest.startsWith('/');
  const { many, one } = walker(ofDocument ? rest.slice(1) : rest);
  if (ofDocument) return { many: ({ shell }) => many(shell), one: one && (({ shell }) => one(shell)) };
  if (ups === 0) return { many: ({ value }) => many(value), one: one && (({ value }) => one(value)) };
  return {
    many: (told) => many(climb(told, ups)?.value),
    one: one && ((told) => one(climb(told, ups)?.value)),
  };
}

function climb(told: Told, ups: number): Told | null {
  let at: Told | null = told;
  for (let i = 0; i < ups && at !== null; i++) at = at.up;
  return at;
}

type Walk = (value: unknown) => unknown[];
type Step = (value: unknown) => unknown;

function walker(path: string): { many: Walk; one: Step | undefined } {
  if (path === '.' || path === '') {
    const self: Step = (value) => (isElement(value) ? value.text : value);
    return { many: (value) => [self(value)], one: self };
  }
  const steps = path.split('/').filter((name) => name !== '');
  const attribute = steps.at(-1)?.startsWith('@') ? steps.pop()!.slice(1) : undefined;
  const way = { steps, attribute };
  const json = jsonSteps(path);
  const one = jsonStep(path);
  return {
    many: (value) => (isElement(value) ? textsBelow(value, way) : json(value)),
    one: one && ((value) => (isElement(value) ? textBelow(value, way) : one(value))),
  };
}

/** A name in a row of a table, where case does not count: `true` where keys are lower case, else what they stand for. */
export const ROW = '\0row';

/** Names of elements, at last perhaps of an attribute. */
interface XmlWay {
  steps: readonly string[];
  attribute: string | undefined;
}

function textsBelow(
  element: XmlElement,
  way: XmlWay,
  from = 0,
  texts: (string | undefined)[] = [],
): (string | undefined)[] {
  const name = way.steps[from];
  if (name !== undefined) {
    for (const child of element.children)
      if (child.name === name || name === '*') textsBelow(child, way, from + 1, texts);
  } else if (way.attribute === undefined) texts.push(element.text);
  else if (element.attributes[way.attribute] !== undefined) texts.push(element.attributes[way.attribute]);
  return texts;
}

/** The first of them that says something. */
function textBelow(element: XmlElement, way: XmlWay, from = 0): string | undefined {
  const name = way.steps[from];
  if (name === undefined) {
    const text = way.attribute === undefined ? element.text : element.attributes[way.attribute];
    return text === undefined || text.trim() === '' ? undefined : text;
  }
  for (const child of element.children) {
    if (child.name !== name && name !== '*') continue;
    const text = textBelow(child, way, from + 1);
    if (text !== undefined) return text;
  }
  return undefined;
}

const STEP = /\[(\d*)\]|\{\}|\["([^"]*)"\]|\.?([^.[\]{}]+)/gy;

export function jsonSteps(path: string): Walk {
  const steps: Walk[] = [];
  for (const [step, index, quoted, name] of path.matchAll(STEP)) {
    if (index === '') steps.push((value) => (Array.isArray(value) ? value : []));
    else if (index !== undefined) steps.push((value) => (Array.isArray(value) ? [value[Number(index)]] : []));
    else if (step === '{}') steps.push((value) => Object.values(asRecord(value)));
    else steps.push(listed(member((quoted ?? name)!)));
  }
  if (steps.length === 1) return steps[0]!;
  return (value) => {
    let at: unknown[] = [value];
    for (const step of steps) at = at.length === 1 ? step(at[0]) : at.flatMap(step);
    return at;
  };
}

const listed =
  (step: Step): Walk =>
  (value) => {
    const found = step(value);
    return found === undefined ? [] : [found];
  };

/** Undefined where the path passes lists, and may name several values. */
function jsonStep(path: string): Step | undefined {
  const steps: Step[] = [];
  for (const [step, index, quoted, name] of path.matchAll(STEP)) {
    if (index === '' || step === '{}') return undefined;
    if (index === undefined) steps.push(member((quoted ?? name)!));
    else steps.push((value) => (Array.isArray(value) ? value[Number(index)] : undefined));
  }
  const [first, ...others] = steps;
  if (first === undefined || others.length === 0) return first;
  return (value) => {
    let at = first(value);
    for (const step of others) at = step(at);
    return at;
  };
}

/** A member by its name, without meeting the prototype. */
function member(name: string): Step {
  const lower = name.toLowerCase();
  const inherited = name in Object.prototype;
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const record: Readonly<Record<string, unknown>> = value as Json;
    const found = inherited ? own(record, name) : record[name];
    if (found !== undefined) return found;
    // Only rows stand alone; what JSON.parse made is an object like others.
    const row = value instanceof Object ? undefined : record[ROW];
    if (row === undefined) return undefined;
    return own(record, row instanceof Map ? String(row.get(lower)) : lower);
  };
}
