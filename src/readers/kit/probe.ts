import type { Probe } from '../reader.ts';
import { asRecord } from './values.ts';

export const PROBE_BYTES = 64 * 1024;

/**
 * What recognition looks at, made from the first 64 kB of text.
 * @param document what the whole of it says, where it is JSON that was parsed
 */
export function makeProbe(head: string, size: number, document?: unknown): Probe {
  const text = head.charCodeAt(0) === 0xfeff ? head.slice(1) : head;
  const form = formOf(text);
  const probe: Probe = { head: text, size, form, topKeys: [] };
  if (form === 'json-object' || form === 'json-array')
    probe.topKeys = document === undefined ? topKeys(text) : keysOf(document);
  if (form === 'xml') {
    const root = rootOf(text);
    if (root !== null) probe.root = root;
  }
  return probe;
}

/** XHTML that says so by an XML declaration is read as XML. */
const HTML = /^\s*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html)\b/i;

function formOf(text: string): Probe['form'] {
  const first = /\S/.exec(text)?.[0];
  if (first === undefined) return 'empty';
  if (first === '{') return 'json-object';
  if (first === '[') return 'json-array';
  if (first !== '<') return 'text';
  return HTML.test(text) ? 'html' : 'xml';
}

const keysOf = (document: unknown): string[] =>
  Object.keys(asRecord(Array.isArray(document) ? document[0] : document));

const BACKSLASH = 92;

/** Index after the closing quote of the string that opens at `at`; the text's length when it is cut off. */
function afterString(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return end + 1;
  }
  return text.length;
}

/** What is between these is passed over at the speed of the regular expression. */
const STRUCTURE = /["{}[\]]/g;
const COLON = /\s*:/y;

/** Keys of the top-level object, or of the first element of the top-level array, in order. */
function topKeys(text: string): string[] {
  const keys: string[] = [];
  const start = text.search(/\S/);
  const wanted = text[start] === '[' ? 2 : 1;
  let depth = 0;
  STRUCTURE.lastIndex = start;
  for (let found = STRUCTURE.exec(text); found !== null; found = STRUCTURE.exec(text)) {
    const c = found[0];
    if (c === '"') {
      const end = afterString(text, found.index);
      COLON.lastIndex = end;
      if (depth === wanted && COLON.test(text)) keys.push(text.slice(found.index + 1, end - 1));
      STRUCTURE.lastIndex = end;
    } else if (c === '{' || c === '[') {
      depth++;
      if (wanted === 2 && depth === 2 && c === '[') return keys;
    } else {
      depth--;
      if (depth < wanted) return keys;
    }
  }
  return keys;
}

/** The root element after declaration, comments and document type. */
function rootOf(text: string): Probe['root'] | null {
  let rest = text.trimStart();
  while (rest.startsWith('<?') || rest.startsWith('<!')) {
    const end = endOfProlog(rest);
    if (end < 0) return null;
    rest = rest.slice(end).trimStart();
  }
  const tag = /^<(?:([\w.-]+):)?([\w.-]+)((?:[^>"']|"[^"]*"|'[^']*')*)/.exec(rest);
  if (tag === null) return null;
  const [, prefix, name = '', attributes = ''] = tag;
  const declaration = prefix === undefined ? 'xmlns' : `xmlns:${prefix.replaceAll('.', '\\.')}`;
  const namespace = new RegExp(`(?:^|\\s)${declaration}\\s*=\\s*["']([^"']*)["']`).exec(attributes)?.[1];
  return namespace === undefined ? { name } : { name, namespace };
}

function endOfProlog(text: string): number {
  const after = (end: string): number => {
    const at = text.indexOf(end);
    return at < 0 ? -1 : at + end.length;
  };
  if (text.startsWith('<?')) return after('?>');
  if (text.startsWith('<!--')) return after('-->');
  const subset = text.indexOf('[');
  const close = text.indexOf('>');
  return subset >= 0 && subset < close ? after(']>') : after('>');
}
