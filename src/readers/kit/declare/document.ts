import { LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Reader } from '../../reader.ts';
import { compileEach } from '../json-path.ts';
import { nearest } from '../nearest.ts';
import { listOf, readerOfDocument } from './document-reader.ts';
import { documentSchema, KNOWN, type MappingDocument } from './document-schema.ts';

/** What is wrong with a mapping document, where, and what may have been meant. */
export interface DocumentProblem {
  /** `fields.severity.of`; blank for the document itself. */
  path: string;
  message: string;
  suggestion?: string;
  line: number;
  column: number;
}

/** A mapping says where some dozen values stand. */
const MAX_CHARACTERS = 64 * 1024;
const MAX_ALIASES = 20;

/**
 * A mapping document (YAML 1.2 or JSON, docs/mapping.md) as a reader that is run by the kit like any other, or all
 * that is wrong with it. Never throws on content.
 */
export function readerOf(text: string): { reader: Reader } | { problems: DocumentProblem[] } {
  const fail = (message: string, at = { line: 1, column: 1 }) => ({
    problems: [{ path: '', message, ...at }],
  });
  if (text.length > MAX_CHARACTERS) return fail('the document is larger than 64 kB');
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    stringKeys: true,
    prettyErrors: false,
    logLevel: 'silent',
    lineCounter: lines,
  });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const broken = document.errors[0] ?? document.warnings[0];
  if (broken) return fail(`not YAML: ${broken.message}`, place(broken.pos[0]));
  let told: unknown;
  try {
    told = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch {
    return fail('an alias names nothing, or there are too many of them');
  }
  const checked = documentSchema.safeParse(told);
  const wrong = checked.success ? misfits(checked.data) : checked.error.issues.flatMap(problemsOf);
  if (checked.success && wrong.length === 0) return { reader: readerOfDocument(checked.data) };
  const located = wrong.map(({ at, ...problem }) => {
    const held = at.findLastIndex((_, i) => document.hasIn(at.slice(0, i + 1)));
    const node = document.getIn(at.slice(0, held + 1), true) as Node | undefined;
    const missing = held < at.length - 1 ? { message: 'is missing' } : {};
    return { ...problem, ...missing, path: at.join('.'), ...place(node?.range?.[0] ?? 0) };
  });
  return { problems: located };
}

type Found = Pick<DocumentProblem, 'message' | 'suggestion'> & { at: PropertyKey[] };

function problemsOf(issue: z.core.$ZodIssue): Found[] {
  if (issue.code === 'unrecognized_keys') {
    const known = KNOWN.get(issue.path.join('.')) ?? [];
    return issue.keys.map((key) => {
      const found: Found = { at: [...issue.path, key], message: 'there is no such field' };
      const meant = nearest(key, known)[0];
      if (meant !== undefined) found.suggestion = meant;
      return found;
    });
  }
  // `kind: code` is short for `kind: { otherwise: code }`: what was written is `fields.kind`.
  const at = issue.path.join('.') === 'fields.kind.otherwise' ? issue.path.slice(0, -1) : issue.path;
  const message =
    issue.code === 'invalid_value' ? `has to be one of ${issue.values.join(', ')}` : issue.message;
  return [{ at, message }];
}

/** What the schema cannot see: expressions that fit no report of this form. */
function misfits(document: MappingDocument): Found[] {
  const found: Found[] = [];
  const table = ['csv', 'tsv', 'xlsx'].includes(document.form);
  const needed = ['json', 'yaml', 'xml'].includes(document.form);
  const say = (at: PropertyKey[], message: string) => found.push({ at, message });
  if (table && document.each !== undefined) say(['each'], 'a table has rows and nothing else: leave it out');
  if (needed && document.each === undefined) say(['each'], 'is missing');
  if (!table && document.form !== 'xml') {
    for (const path of listOf(document.each))
      if (!isList(path))
        say(['each'], `"${path}" is no list: end it with [] or, for the values of an object, {}`);
    const walk = (at: PropertyKey[], value: unknown): void => {
      if (at.at(-1) === 'words') return;
      if (typeof value === 'string' && !READABLE.test(value)) say(at, `"${value}" cannot be followed`);
      else if (typeof value === 'object' && value !== null)
        for (const [key, one] of Object.entries(value)) walk([...at, key], one);
    };
    const { kind, ...others } = document.fields;
    walk(['fields'], others);
    walk(['fields', 'kind'], kind.of);
  }
  return found;
}

/** A word (`=npm`), or members, elements and values, from here, from what holds it or from the document. */
const READABLE = /^(?:=.*|(?:\^*|\/)(?:#|\.|(?:\[\d*\]|\{\}|\["[^"]*"\]|\.?[^.[\]{}])*))$/s;

function isList(path: string): boolean {
  try {
    compileEach([path]);
    return true;
  } catch {
    return false;
  }
}
