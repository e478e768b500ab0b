/**
 * Patterns of one name in a path: what stands between two slashes. No regular expressions: patterns are written
 * by strangers, and a backtracking one would take the process with it.
 */
export type Segment =
  /** `**`: any number of folders. */
  | { kind: 'globstar' }
  /** `*` alone: any one name. */
  | { kind: 'any' }
  | { kind: 'literal'; text: string }
  | NameGlob;

/** A name with wildcards. */
export interface NameGlob {
  kind: 'glob';
  parts: Part[];
  /** What every name that matches begins and ends with. */
  head: string;
  tail: string;
  /** One `*` and nothing else between head and tail: they say it all. */
  plain: boolean;
}

const STAR = Symbol('*');
const ONE = Symbol('?');
/** `[a-z]`, which only GitLab knows. */
interface OneOf {
  not: boolean;
  ranges: [from: string, to: string][];
}
type Part = string | typeof STAR | typeof ONE | OneOf;

const WILD = /[*?[\\]/;

/** @param ranges whether `[a-z]` is one; null when a bracket is left open */
export function nameSegment(name: string, ranges: boolean): Segment | null {
  if (name === '*') return { kind: 'any' };
  // Nearly every name is without any of them.
  if (!WILD.test(name)) return { kind: 'literal', text: name };
  const parts: Part[] = [];
  for (let i = 0; i < name.length; i++) {
    const char = name[i]!;
    if (char === '*') {
      if (parts.at(-1) !== STAR) parts.push(STAR);
    } else if (char === '?') parts.push(ONE);
    else if (char === '[' && ranges) {
      const end = closing(name, i);
      if (end < 0) return null;
      parts.push(oneOf(name.slice(i + 1, end)));
      i = end;
    } else parts.push(char === '\\' ? (name[++i] ?? '') : char);
  }
  const wild = parts.findIndex((part) => typeof part !== 'string');
  if (wild < 0) return { kind: 'literal', text: parts.join('') };
  if (parts.length === 1 && parts[0] === STAR) return { kind: 'any' };
  const last = parts.findLastIndex((part) => typeof part !== 'string');
  const [head, tail] = [parts.slice(0, wild).join(''), parts.slice(last + 1).join('')];
  return { kind: 'glob', parts, head, tail, plain: wild === last && parts[wild] === STAR };
}

/** The bracket that ends a range; one that comes first in it stands for itself. */
function closing(name: string, open: number): number {
  const first = name[open + 1] === '^' || name[open + 1] === '!' ? open + 2 : open + 1;
  for (let i = first; i < name.length; i++) {
    if (name[i] === '\\') i++;
    else if (name[i] === ']' && i > first) return i;
  }
  return -1;
}

function oneOf(written: string): OneOf {
  const not = /^[\^!]/.test(written);
  const chars = (not ? written.slice(1) : written).replace(/\\(.)/g, '$1');
  const ranges: OneOf['ranges'] = [];
  for (let i = 0; i < chars.length; i++) {
    const isRange = chars[i + 1] === '-' && i + 2 < chars.length;
    ranges.push([chars[i]!, chars[isRange ? i + 2 : i]!]);
    if (isRange) i += 2;
  }
  return { not, ranges };
}

/** Does one name match one segment? Linear but for the last `*`: no input makes it slow. */
export function matchesName(segment: Segment, name: string): boolean {
  switch (segment.kind) {
    case 'globstar':
    case 'any':
      return true;
    case 'literal':
      return segment.text === name;
    case 'glob': {
      const { head, tail, plain, parts } = segment;
      if (name.length < head.length + tail.length || !name.endsWith(tail) || !name.startsWith(head))
        return false;
      return plain || matchesParts(parts, name);
    }
  }
}

function matchesParts(parts: Part[], name: string): boolean {
  let at = 0;
  let part = 0;
  let star = -1;
  let resume = 0;
  while (at < name.length) {
    const wanted = parts[part];
    if (wanted === STAR) {
      star = part++;
      resume = at;
    } else if (wanted !== undefined && matchesOne(wanted, name[at]!)) {
      part++;
      at++;
    } else if (star >= 0) {
      part = star + 1;
      at = ++resume;
    } else return false;
  }
  while (parts[part] === STAR) part++;
  return part === parts.length;
}

function matchesOne(wanted: Exclude<Part, typeof STAR>, char: string): boolean {
  if (typeof wanted === 'string') return wanted === char;
  if (wanted === ONE) return true;
  return wanted.ranges.some(([from, to]) => from <= char && char <= to) !== wanted.not;
}

/** Letters that a name must have, for telling how closely a pattern points. */
export const lettersOf = (segment: Segment): number =>
  segment.kind === 'literal'
    ? segment.text.length
    : segment.kind === 'glob'
      ? segment.parts.filter((part) => typeof part === 'string').length
      : 0;
