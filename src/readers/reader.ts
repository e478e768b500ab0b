import type { Diagnostic, FindingKind, Observation, Rule } from '../kernel/observation.ts';
import type { Phase } from '../kernel/phase.ts';

/** What a reader is, in data: docs/readers.md is made from these. */
export interface ReaderCard {
  /** Our id, kebab-case, equal to the folder name. */
  id: string;
  name: string;
  homepage: string;
  /** Other names `--tool` accepts, among them the names other products use for this format. */
  aliases: string[];
  kinds: FindingKind[];
  /** Phase of discovery unless the scan says otherwise. */
  phase: Phase;
  /** One command line that produces the report. */
  produce: string;
  /** Versions of the tool or format whose reports were seen. */
  versions: string[];
  /** In a few words each, for whoever has to decide what to make of it. */
  goodAt: string;
  misses: string;
  noise: string;
}

/** The first bytes of a file, already decoded to text, for recognition. */
export interface Probe {
  /** Up to 64 kB of text, without byte order mark. */
  head: string;
  /** Size of the whole file in bytes. */
  size: number;
  /** Outermost form, by looking at the first characters. */
  form: 'json-object' | 'json-array' | 'xml' | 'html' | 'text' | 'empty';
  /** JSON: keys seen in the head at the top level (for arrays: of the first element), in order. */
  topKeys: string[];
  /** XML: name of the root element without prefix, and its namespace if any. */
  root?: { name: string; namespace?: string };
}

/** Given to a reader; readers touch neither files nor network nor database. */
export interface ReadContext {
  limits: ReadLimits;
  /** Keyed hash for secret values (HMAC-SHA-256, hex); the value itself is dropped after. */
  hashSecret(value: string): string;
}

export interface ReadLimits {
  maxBytes: number;
  maxObservations: number;
  maxDepth: number;
  maxStringLength: number;
  maxDiagnostics: number;
}

/** Decided by operations.md: 1 GiB, a million observations, depth 200, 64 kB a string, 10,000 diagnostics. */
export const DEFAULT_LIMITS: ReadLimits = {
  maxBytes: 1024 ** 3,
  maxObservations: 1_000_000,
  maxDepth: 200,
  maxStringLength: 64 * 1024,
  maxDiagnostics: 10_000,
};

/** Where a reader puts what it finds. The kit's implementation cleans, clips and counts. */
export interface Sink {
  /** The tool behind a format that many tools write (SARIF, CycloneDX); call before observations. */
  tool(name: string, version?: string): void;
  rule(rule: Rule): void;
  /** All layers of the image that the report is about, by their digests (not only those with results). */
  layers(digests: readonly string[]): void;
  /** Labels of what the report as a whole is about (an image); a member that is no text is left out. */
  labels(told: Readonly<Record<string, unknown>>): void;
  observation(observation: Observation): void;
  /** Done once after the last element, whatever the form; not after a failure. */
  atEnd(act: () => void): void;
  note(level: Diagnostic['level'], code: string, message: string, where?: string): void;
}

/** What has to be there for a report to be this tool's, as far as it can be looked up. */
export interface Sign {
  form: Probe['form'] | readonly Probe['form'][];
  /** JSON: all of these keys of the document, or of the first element of a list. */
  keys?: readonly string[];
  /** XML: the name of the root. */
  root?: string;
}

/**
 * True only if the content itself says so: an honest doubt is `false`. With `signs` it is asked only where one of them
 * could hold.
 */
export interface Recognise {
  (probe: Probe): boolean;
  readonly signs?: readonly Sign[];
}

/**
 * A format's reader: a card, a test of "is it mine", and a mapping that the kit runs over the bytes.
 * It never throws on content.
 */
export interface Reader {
  card: ReaderCard;
  recognise: Recognise;
  /** One, or one per form when the same format is written as JSON and as XML. */
  mapping: Mapping | readonly Mapping[];
}

/** A reader by its names; its code is loaded when a report is to be read. */
export interface ReaderEntry {
  /** Our id, equal to the folder name. */
  id: string;
  aliases: readonly string[];
  load(): Promise<Reader>;
}

/** The mapping for the form the bytes have, if the reader knows that form. */
export function mappingOf(reader: Reader, form: Probe['form']): Mapping | undefined {
  const mappings = 'form' in reader.mapping ? [reader.mapping] : reader.mapping;
  const marked = form === 'xml' || form === 'html' ? [form] : undefined;
  const wanted: string[] = marked ?? (form.startsWith('json') ? ['json'] : ['table', 'lines']);
  return mappings.find((mapping) => wanted.includes(mapping.form));
}

/** How the bytes are walked; the kit runs it on whole documents and on streams alike. */
export type Mapping = JsonMapping | XmlMapping | HtmlMapping | TableMapping | LinesMapping;

/**
 * JSON: the document without the elements of `each` is the shell; `open` reads it once and returns the
 * function that maps one element. Files over 16 MB are read in two passes over their bytes (first the
 * shell, then the elements one by one); smaller ones in one piece. Elements may therefore not look at
 * their siblings.
 */
export interface JsonMapping {
  form: 'json';
  /** Paths of the arrays whose elements are results: `runs[].results[]`, `[]`, `vulnerabilities{}` (values of an object). */
  each: string[];
  /**
   * Also accept NDJSON, or documents printed one after the other over many lines: they count as a list, and an
   * `each` of `[]` gives the documents.
   */
  lines?: boolean;
  open(shell: unknown, sink: Sink, context: ReadContext): (element: JsonElement) => void;
}

export interface JsonElement {
  value: unknown;
  /** Which of `each` it came from. */
  path: string;
  /** Positions of the arrays passed on the way (`runs[2].results[7]` -> [2, 7]); keys for `{}`. */
  at: (number | string)[];
}

/** XML: elements named by `each` (`/`-joined local names from the root, `*` for any) are given one by one. */
export interface XmlMapping {
  form: 'xml';
  each: string[];
  open(root: XmlElement, sink: Sink, context: ReadContext): (element: XmlElement, path: string) => void;
  /** Called once at the end with what remained of the root (the elements of `each` removed). */
  close?(root: XmlElement, sink: Sink, context: ReadContext): void;
}

export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  text: string;
  children: XmlElement[];
  parent?: XmlElement;
}

/** HTML: the rows of all its tables, one at a time; a table inside of a cell is part of the cell. */
export interface HtmlMapping {
  form: 'html';
  open(sink: Sink, context: ReadContext): (row: HtmlRow) => void;
}

export interface HtmlRow {
  /** Which table of the page, from 0. */
  table: number;
  /** By the headers of the table; empty for a table without. */
  cells: Record<string, HtmlCell>;
}

export interface HtmlCell {
  /** What is read, blanks folded. */
  text: string;
  /** The same with its tags; of attributes only addresses of links. */
  html: string;
}

/** Plain text, one line at a time, without its end. */
export interface LinesMapping {
  form: 'lines';
  open(sink: Sink, context: ReadContext): { line(text: string, number: number): void; end(): void };
}

/** CSV and TSV: one row at a time, cells by header. */
export interface TableMapping {
  form: 'table';
  open(
    headers: string[],
    sink: Sink,
    context: ReadContext,
  ): (row: Record<string, string>, line: number) => void;
}
