import type { JsonMapping, ReadContext, Sink, TableMapping, XmlElement, XmlMapping } from '../../reader.ts';
import { ROW } from './expression.ts';
import type { Fields, Spec } from './fields.ts';
import { mergeInto } from './merge.ts';
import { observe, ruleOf } from './observe.ts';
import { planOf } from './plan.ts';
import { readingOf } from './reading.ts';
import { type Told, within } from './told.ts';
import { textOf } from './values.ts';

export interface Declared {
  /** The tool behind a format that many tools write, and its version. */
  tool?: { name?: Spec; version?: Spec };
  /** Further down from each result, level by level: `['issues[]', 'places[]']`. What was passed is `^`. */
  within?: readonly string[] | ((told: Told) => readonly string[]);
  /** The same for all results, or chosen by what the result is (from constants: they are looked at once). */
  fields: Fields | ((told: Told) => Fields);
  /**
   * For tools that repeat a weakness for every place: results of the same rule, title and (site, package, …) are told
   * as one, whose message lists what this says of each; where it says nothing, the messages follow each other.
   */
  instance?: (told: Told) => string | readonly string[] | undefined;
  /** What makes a result one and the same: of several with the same value only the first is told, or lists the others by `instance`. */
  once?: Spec;
  /** Names in one result (the CVEs of one check) of which each makes a result of its own: it finds its name as its `key`. */
  apart?: (told: Told) => readonly string[];
}

/** JSON; `each` as in `JsonMapping`. */
export const jsonMapping = (declared: Declared & { each: string[]; lines?: boolean }): JsonMapping => ({
  form: 'json',
  each: declared.each,
  ...(declared.lines && { lines: true }),
  open(shell, sink, context) {
    const take = taker(declared, shell, sink, context);
    return ({ value, path, at }) => take(value, at.at(-1), () => `${path} ${at.join('.')}`, path);
  },
});

/** XML; `each` as in `XmlMapping`. Elements see the head of the document as it stood when they came. */
export const xmlMapping = (declared: Declared & { each: string[] }): XmlMapping => ({
  form: 'xml',
  each: declared.each,
  open(root, sink, context) {
    const take = taker(declared, root, sink, context);
    let at = 0;
    return (element: XmlElement, path) => take(element, at++, () => path, path);
  },
});

/** CSV and TSV. */
export const tableMapping = (declared: Declared): TableMapping => ({
  form: 'table',
  open(headers, sink, context) {
    const take = taker(declared, undefined, sink, context);
    const byLower = new Map(headers.map((header) => [header.toLowerCase(), header]));
    return (row, line) => {
      const cells: Record<string, unknown> = row;
      cells[ROW] = byLower;
      take(cells, line, () => `line ${line}`);
    };
  },
});

/** A result that names nothing stays one. */
const eachNamed = (told: Told, names: readonly string[]): Told[] =>
  names.length === 0 ? [told] : names.map((key) => ({ ...told, key }));

/** Where a result stands, or how to say it: most are never asked. */
type Where = string | (() => string);

/** Takes one element after the other: goes down, observes, says what was left out and why. */
export function taker(declared: Declared, shell: unknown, sink: Sink, context: ReadContext) {
  const document: Told = { value: shell, up: null, shell, key: undefined, from: '' };
  if (declared.tool) {
    const name = textOf(declared.tool.name, document);
    const version = textOf(declared.tool.version, document);
    if (name !== undefined) sink.tool(name, version);
  }
  const { instance, fields } = declared;
  const only = typeof fields === 'function' ? undefined : planOf(fields);
  const merged = instance && mergeInto(sink);
  const same = readingOf(declared.once);
  const taken = new Set<string>();
  const noted = new Set<string>();
  /** Already told; what a report says of a rule stands beside each of its results. */
  const rules = new Set<string>();
  const note = (level: 'note' | 'warning', text: string, where: Where) => {
    if (noted.has(text)) return;
    noted.add(text);
    sink.note(
      level,
      level === 'note' ? 'LK-READ-NOT-A-PROBLEM' : 'LK-READ-SKIPPED',
      text,
      typeof where === 'string' ? where : where(),
    );
  };
  const take = (told: Told, where: Where) => {
    const plan = typeof fields === 'function' ? planOf(fields(told)) : only!;
    const reason = plan.skip?.(told);
    if (reason !== undefined) return note('note', reason, where);
    const one = declared.once && same.text(told);
    if (one !== undefined && !merged) {
      if (taken.has(one)) return note('note', TWICE, where);
      taken.add(one);
    }
    const observation = observe(plan, told, context);
    if (observation === null) return note('warning', 'Results without a rule were left out.', where);
    if (!rules.has(observation.rule)) {
      rules.add(observation.rule);
      sink.rule(ruleOf(plan, told, observation));
    }
    if (merged) merged(observation, instance(told), one);
    else sink.observation(observation);
  };
  const down = declared.within !== undefined || declared.apart !== undefined;
  return (value: unknown, key: string | number | undefined, where: Where, from = ''): void => {
    const element: Told = { value, up: document, shell, key, from };
    if (down) for (const told of belowOf(element, declared)) take(told, where);
    else take(element, where);
  };
}

const TWICE = 'Results that the report tells twice were taken once.';

function belowOf(element: Told, declared: Declared): Told[] {
  const levels = typeof declared.within === 'function' ? declared.within(element) : (declared.within ?? []);
  let found: Told[] = [element];
  for (const level of levels) found = found.flatMap((one) => within(one, level));
  const { apart } = declared;
  return apart ? found.flatMap((one) => eachNamed(one, apart(one))) : found;
}
