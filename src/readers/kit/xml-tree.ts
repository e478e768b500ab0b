import type { ReadContext, Sink, XmlElement, XmlMapping } from '../reader.ts';
import { readFailure } from './failure.ts';
import { XmlNode } from './xml-node.ts';

/** What stays in memory (the shell, or one element of `each`), in estimated bytes. */
const MAX_KEPT_BYTES = 256 * 1024 * 1024;
/** An element object with its attributes, list and strings, measured on V8. */
const ELEMENT_BYTES = 250;

interface Pattern {
  path: string;
  steps: string[];
}

const NO_PATTERNS: readonly Pattern[] = [];
const NO_ATTRIBUTES: Record<string, string> = Object.freeze(Object.create(null));

type MapElement = ReturnType<XmlMapping['open']>;

/** Builds small trees from tags, hands each tree of `each` over and forgets it. */
export class XmlTree {
  root: XmlElement | undefined;
  private readonly open: XmlElement[] = [];
  /** By how deep their elements lie. */
  private readonly patterns = new Map<number, Pattern[]>();
  private readonly mapping: XmlMapping;
  private readonly sink: Sink;
  private readonly context: ReadContext;
  private mapElement: MapElement | undefined;
  private keptBytes = 0;
  /** While inside an element of `each`: how deep it lies, by which pattern, and what was kept before. */
  private result: { depth: number; path: string; keptBefore: number } | undefined;

  constructor(mapping: XmlMapping, sink: Sink, context: ReadContext) {
    this.mapping = mapping;
    this.sink = sink;
    this.context = context;
    for (const path of mapping.each) {
      const steps = path.split('/');
      this.patterns.set(steps.length, [...(this.patterns.get(steps.length) ?? []), { path, steps }]);
    }
  }

  startTag(name: string, attributes: Record<string, string>): void {
    const parent = this.open.at(-1);
    const length = lengthOf(attributes);
    const element: XmlElement = new XmlNode(
      localName(name),
      length === 0 ? NO_ATTRIBUTES : localAttributes(attributes),
    );
    if (parent) element.parent = parent;
    else this.root = element;
    this.open.push(element);
    if (this.open.length > this.context.limits.maxDepth) {
      throw readFailure(
        'LK-READ-TOO-DEEP',
        `Elements are nested more than ${this.context.limits.maxDepth} deep.`,
      );
    }
    const path = this.result ? undefined : this.matchingPath();
    if (path !== undefined) this.result = { depth: this.open.length, path, keptBefore: this.keptBytes };
    else parent?.children.push(element);
    this.keep(ELEMENT_BYTES + length * 2);
  }

  text(text: string): void {
    const element = this.open.at(-1);
    if (!element) return;
    // The line break and indentation between two elements are most of the texts.
    if (element.text === '' && text.trim() === '') return;
    element.text += text;
    this.keep(text.length * 2);
  }

  endTag(): void {
    const element = this.open.pop();
    if (!element) return;
    if (element.text !== '') element.text = ownCopy(element.text.trim());
    if (this.result?.depth !== this.open.length + 1) return;
    const { path, keptBefore } = this.result;
    this.result = undefined;
    this.keptBytes = keptBefore;
    this.opened()(element, path);
  }

  /** The end of a well-formed document. */
  finish(): void {
    if (!this.root) return;
    this.opened();
    this.mapping.close?.(this.root, this.sink, this.context);
  }

  private opened(): MapElement {
    this.mapElement ??= this.mapping.open(this.root!, this.sink, this.context);
    return this.mapElement;
  }

  private matchingPath(): string | undefined {
    for (const { path, steps } of this.patterns.get(this.open.length) ?? NO_PATTERNS)
      if (steps.every((step, i) => step === '*' || step === this.open[i]!.name)) return path;
    return undefined;
  }

  private keep(bytes: number): void {
    this.keptBytes += bytes;
    if (this.keptBytes > MAX_KEPT_BYTES) {
      throw readFailure('LK-READ-TOO-LARGE', 'One element of the report is too large to hold.');
    }
  }
}

/** A format has some dozen names: most are found at the place that their length and first letter give. */
const PLACES = 1024;
const localNames: { told: string; local: string }[] = [];

/** The same text object for the same name, so that names are compared at a glance. */
function localName(name: string): string {
  const place = (name.length * 32 + name.charCodeAt(0) + name.charCodeAt(name.length - 1) * 8) % PLACES;
  const known = localNames[place];
  if (known !== undefined && known.told === name) return known.local;
  const local = ownCopy(name.slice(name.indexOf(':') + 1));
  localNames[place] = { told: ownCopy(name), local };
  return local;
}

/**
 * V8 keeps a piece of 13 characters or more as a view into the text it was cut from; whoever holds on to
 * it (an inventory of components, the ids of rules) would hold the whole report.
 */
const ownCopy = (text: string): string => (text.length < 13 ? text : ` ${text}`.slice(1));

/** By local names; namespace declarations stay as they are, the first of two alike wins. */
function localAttributes(attributes: Record<string, string>): Record<string, string> {
  const local: Record<string, string> = Object.create(null);
  for (const name in attributes) {
    const key = name.startsWith('xmlns') ? name : localName(name);
    local[key] ??= ownCopy(attributes[name]!);
  }
  return local;
}

function lengthOf(attributes: Record<string, string>): number {
  let length = 0;
  for (const name in attributes) length += name.length + attributes[name]!.length;
  return length;
}
