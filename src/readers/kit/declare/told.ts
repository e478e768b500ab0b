import type { XmlElement } from '../../reader.ts';
import { asRecord, own } from '../values.ts';

/** One result of a report, whatever its form, and what stands around it. */
export interface Told {
  /** JSON value, XML element or row of a table. */
  value: unknown;
  /** What holds it: the element that `within` went down from, at last the document. */
  up: Told | null;
  /** The whole document without its results: its head, its metadata. */
  shell: unknown;
  /** Its name or position in what holds it. */
  key: string | number | undefined;
  /** Which of `each` it came from. */
  from?: string | undefined;
}

/** Looks up what an expression names; several where it passes lists. */
export type Look = (told: Told) => unknown[];

const looks = new Map<string, Look>();

/**
 * Expressions of mappings, made into functions once:
 * `a.b` member of a member · `a[].b` of every element · `a[0]` · `a{}` every member · `.` the value itself · `#` its key ·
 * `^a` from what holds it (`^^a` one higher) · `/a` from the document · `=word` the word itself.
 * For XML `/` stands between names and `@name` is an attribute: `^host/@ip`, `//run/@version` from the root.
 * For tables the expression is the header, whatever its case.
 */
export function look(expression: string): Look {
  const known = looks.get(expression);
  if (known) return known;
  const made = compile(expression);
  looks.set(expression, made);
  return made;
}

function compile(expression: string): Look {
  if (expression.startsWith('=')) {
    const word = expression.slice(1);
    return () => [word];
  }
  if (expression === '#') return ({ key }) => (key === undefined ? [] : [key]);
  const ups = /^\^*/.exec(expression)![0].length;
  const rest = expression.slice(ups);
  if (ups === 0 && rest.startsWith('/')) {
    const walk = walker(rest.slice(1));
    return ({ shell }) => walk(shell);
  }
  if (rest === '#') return (told) => keyOf(climb(told, ups));
  const walk = walker(rest);
  return (told) => walk(climb(told, ups)?.value);
}

const keyOf = (told: Told | null): unknown[] => (told?.key === undefined ? [] : [told.key]);

function climb(told: Told, ups: number): Told | null {
  let at: Told | null = told;
  for (let i = 0; i < ups && at !== null; i++) at = at.up;
  return at;
}

const isElement = (value: unknown): value is XmlElement =>
  typeof value === 'object' && value !== null && 'children' in value && 'attributes' in value;

type Walk = (value: unknown) => unknown[];

function walker(path: string): Walk {
  if (path === '.' || path === '') return (value) => (isElement(value) ? [value.text] : [value]);
  const [xml, json] = [xmlSteps(path), jsonSteps(path)];
  return (value) => (isElement(value) ? xml(value) : json(value));
}

/** A name in a row of a table, where case does not count. */
export const ROW = '\0row';

function xmlSteps(path: string): (element: XmlElement) => unknown[] {
  const names = path.split('/').filter((name) => name !== '');
  return (element) => {
    let at: XmlElement[] = [element];
    for (const name of names) {
      if (name.startsWith('@')) return at.flatMap(({ attributes }) => attributes[name.slice(1)] ?? []);
      at = at.flatMap(({ children }) => children.filter((child) => name === '*' || child.name === name));
    }
    return at.map(({ text }) => text);
  };
}

const STEP = /\[(\d*)\]|\{\}|\["([^"]*)"\]|\.?([^.[\]{}]+)/gy;

function jsonSteps(path: string): Walk {
  const steps: Walk[] = [];
  for (const [step, index, quoted, name] of path.matchAll(STEP)) {
    if (index === '') steps.push((value) => (Array.isArray(value) ? value : []));
    else if (index !== undefined) steps.push((value) => (Array.isArray(value) ? [value[Number(index)]] : []));
    else if (step === '{}') steps.push((value) => Object.values(asRecord(value)));
    else steps.push(member((quoted ?? name)!));
  }
  if (steps.length === 1) return steps[0]!;
  return (value) => {
    let at: unknown[] = [value];
    for (const step of steps) at = at.length === 1 ? step(at[0]) : at.flatMap(step);
    return at;
  };
}

/** A header of a table is found whatever its case. */
function member(name: string): Walk {
  const lower = name.toLowerCase();
  return (value) => {
    const record = asRecord(value);
    const found = own(record, name);
    if (found !== undefined) return [found];
    return record[ROW] === undefined ? [] : [own(record, lower)];
  };
}

/**
 * What one level of `within` goes down to: `findings[]` the elements of a list, `packages{}` the members of an object,
 * `detail` one member; `hosts/host` the elements of that name; `open[]|closed[]` both; `places[]?` once, as nothing,
 * where the list is empty or absent. Each is held by what it was found in.
 */
export function within(told: Told, level: string): Told[] {
  if (level.includes('|')) return level.split('|').flatMap((one) => within(told, one));
  const down = (value: unknown, key: string | number | undefined): Told => ({
    value,
    up: told,
    shell: told.shell,
    key,
    from: told.from,
  });
  if (level.endsWith('?')) {
    const some = within(told, level.slice(0, -1));
    return some.length > 0 ? some : [down(undefined, undefined)];
  }
  if (isElement(told.value)) return elements(told.value, level).map((element, at) => down(element, at));
  const end = /(?:\[\]|\{\})$/.exec(level)?.[0] ?? '';
  const path = level.slice(0, level.length - end.length);
  const held = path === '' ? [told.value] : jsonSteps(path)(told.value);
  return held.flatMap((value) => {
    if (end === '[]') return Array.isArray(value) ? value.map((one, at) => down(one, at)) : [];
    if (end === '{}') return Object.entries(asRecord(value)).map(([key, one]) => down(one, key));
    return value === undefined || value === null ? [] : [down(value, undefined)];
  });
}

const elements = (element: XmlElement, path: string): XmlElement[] =>
  path
    .split('/')
    .reduce<XmlElement[]>(
      (at, name) =>
        at.flatMap(({ children }) => children.filter((child) => name === '*' || child.name === name)),
      [element],
    );
