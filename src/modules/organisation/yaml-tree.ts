import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  Parser,
} from 'yaml';
import type { FileProblem, ProblemCode } from './problem.ts';

export interface YamlLimits {
  /** Characters of the whole file. */
  size: number;
  depth: number;
  /** Values the aliases may add up to, so that nine short lines cannot become a billion values. */
  values: number;
}

/** Documents of one file: a catalogue of a whole company has hundreds, and each costs a parser's set-up. */
const MAX_DOCUMENTS = 1000;

/** The cap of about-yaml.md; a folder of settings is nested no deeper. */
export const ABOUT_LIMITS: YamlLimits = { size: 256 * 1024, depth: 32, values: 20_000 };
export const ORGANISATION_LIMITS: YamlLimits = { size: 16 * 1024 * 1024, depth: 32, values: 2_000_000 };

/** One YAML document as plain values, with the place of each. */
export interface YamlTree {
  value: unknown;
  /** The place of the value at a path, or of the nearest part of it that exists. */
  locate(path: readonly PropertyKey[]): { line: number; column: number };
}

export type YamlRead = { trees: YamlTree[]; problems: FileProblem[] };

/** A path marker for `locate`: the place of the key itself, not of its value. */
export const KEY = Symbol('key');

/**
 * Reads YAML 1.2 (core schema: `no` is text, not false; no tags) within limits. Never throws on content.
 * With problems of level error, `trees` is empty.
 * @see YAML 1.2.2, 10.3 "Core Schema"
 */
export function readYaml(file: string, text: string, limits: YamlLimits): YamlRead {
  const fail = (code: ProblemCode, message: string, at = { line: 1, column: 1 }): YamlRead => ({
    trees: [],
    problems: [{ file, ...at, level: 'error', code, message, suggestion: null }],
  });
  if (text.length > limits.size)
    return fail('too-large', `the file is larger than ${Math.round(limits.size / 1024)} KiB`);
  const broken = text.indexOf('\uFFFD');
  if (broken >= 0) return fail('encoding', 'the file is not valid UTF-8 here', placeOf(text, broken));
  const deep = nestedTooDeeply(text);
  if (deep !== null) return fail('too-deep', `nested more than ${limits.depth} levels`, placeOf(text, deep));
  const lines = new LineCounter();
  const parsed = parse(text, lines);
  if (parsed.failure) return fail('syntax', parsed.failure.message, place(lines, parsed.failure.at));
  if (parsed.documents.length > MAX_DOCUMENTS)
    return fail('too-large', `the file has more than ${MAX_DOCUMENTS} documents`);
  const trees: YamlTree[] = [];
  for (const document of parsed.documents) {
    const reader = new TreeReader(limits);
    const value = reader.read(document.contents, 0);
    if (reader.failure) {
      const { code, message, at } = reader.failure;
      return fail(code, message, place(lines, at));
    }
    trees.push({ value, locate: (path) => locate(document.contents, reader.anchors, lines, path) });
  }
  return { trees, problems: [] };
}

/** Stops at the first error and at one document too many: a hostile file has a hundred thousand of either. */
function parse(text: string, lines: LineCounter) {
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    merge: false,
    // Duplicates are found by the reader: the library compares each key with each.
    uniqueKeys: false,
    prettyErrors: false,
  });
  const documents: Document.Parsed[] = [];
  for (const token of new Parser(lines.addNewLine).parse(text)) {
    if (token.type === 'error')
      return { documents, failure: { message: token.message, at: Math.max(0, token.offset) } };
    documents.push(...composer.next(token));
    if (documents.length > MAX_DOCUMENTS || documents.at(-1)?.errors.length) break;
  }
  documents.push(...composer.end());
  const error = documents.find(({ errors }) => errors.length > 0)?.errors[0];
  return { documents, failure: error ? { message: error.message, at: error.pos[0] } : null };
}

class TreeReader {
  failure: { code: ProblemCode; message: string; at: number } | null = null;
  /** Looked up here: the library's own search walks the whole document for every alias. */
  readonly anchors = new Map<string, Node>();
  private values = 0;
  private readonly limits: YamlLimits;

  constructor(limits: YamlLimits) {
    this.limits = limits;
  }

  read(node: Node | null, depth: number): unknown {
    if (this.failure || node === null) return null;
    if (++this.values > this.limits.values)
      return this.fail('too-many-aliases', 'the file unfolds to too many values', node);
    if (depth > this.limits.depth)
      return this.fail('too-deep', `nested more than ${this.limits.depth} levels`, node);
    if (!isAlias(node) && node.tag !== undefined)
      return this.fail(
        'syntax',
        `tags such as ${node.tag.slice(0, 60)} are not read: write the value alone`,
        node,
      );
    if (isAlias(node)) {
      const target = this.anchors.get(node.source);
      return target
        ? this.read(target, depth + 1)
        : this.fail('syntax', `nothing is named &${node.source.slice(0, 60)}`, node);
    }
    if ((isScalar(node) || isMap(node) || isSeq(node)) && node.anchor) this.anchors.set(node.anchor, node);
    if (isScalar(node)) return node.value;
    if (isSeq(node)) return node.items.map((item) => this.read(item as Node | null, depth + 1));
    return isMap(node) ? this.readMap(node.items as Entry[], depth) : null;
  }

  private readMap(items: Entry[], depth: number): Record<string, unknown> {
    const map: Record<string, unknown> = Object.create(MAP);
    for (const { key, value } of items) {
      const name = isScalar(key) ? String(key.value) : '';
      if (isScalar(key) && key.tag !== undefined)
        this.fail('syntax', 'a key has no tag: write it alone', key);
      if (Object.hasOwn(map, name)) this.fail('duplicate-key', `${name.slice(0, 60)} is written twice`, key);
      map[name] = this.read(value, depth + 1);
    }
    return map;
  }

  private fail(code: ProblemCode, message: string, node: Node): null {
    this.failure ??= { code, message, at: node.range?.[0] ?? 0 };
    return null;
  }
}

interface Entry {
  key: Node;
  value: Node | null;
}

function locate(
  root: Node | null,
  anchors: Map<string, Node>,
  lines: LineCounter,
  path: readonly PropertyKey[],
) {
  let node = root;
  let at = node?.range?.[0] ?? 0;
  const asksKey = path.at(-1) === KEY;
  const steps = asksKey ? path.slice(0, -1) : path;
  for (const [index, step] of steps.entries()) {
    if (isAlias(node)) node = anchors.get(node.source) ?? null;
    const entry = isMap(node)
      ? (node.items as Entry[]).find(({ key }) => isScalar(key) && String(key.value) === String(step))
      : undefined;
    const item: Node | null = isSeq(node) ? ((node.items[Number(step)] as Node | null) ?? null) : null;
    if (!entry && !item) break;
    node = entry ? entry.value : item;
    const shown = entry && ((asksKey && index === steps.length - 1) || !node?.range) ? entry.key : node;
    at = shown?.range?.[0] ?? at;
  }
  return place(lines, at);
}

function place(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/**
 * The parser descends by recursion, so nesting is bounded before it starts: brackets that stay open and
 * indicators in a row (`- - -`). Both may also be text, hence far above the limit that holds for values.
 */
const PARSER_DEPTH = 500;

function nestedTooDeeply(text: string): number | null {
  let open = 0;
  let row = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === '[' || char === '{') open++;
    else if (char === ']' || char === '}') open = Math.max(0, open - 1);
    if ('-?:'.includes(char)) row++;
    else if (char !== ' ' && char !== '\t') row = 0;
    if (open > PARSER_DEPTH || row > PARSER_DEPTH) return i;
  }
  return null;
}

/**
 * What maps have besides their keys. Not what objects have, so that a key named `__proto__` is a key like any other; but
 * a text, since a check of a length compares whatever `length` holds with a number, and what has no text throws at that.
 */
const MAP: object = Object.freeze(
  Object.defineProperty(Object.create(null), Symbol.toPrimitive, { value: () => 'a map' }),
);
