/**
 * Path patterns of CODEOWNERS (GitHub, GitLab) and of `paths` in about.yaml. Written here: the published
 * matchers wrap the rules of gitignore, which differ (`docs/*` would own all below). No regular expressions:
 * patterns are written by strangers, and a backtracking one would take the process with it.
 */
export interface Pattern {
  text: string;
  segments: Segment[];
  /** A folder that matches owns all that is in it. */
  recursive: boolean;
}

export type Segment =
  /** `**`: any number of folders. */
  | { kind: 'globstar' }
  /** `*` alone: any one name. */
  | { kind: 'any' }
  | { kind: 'literal'; text: string }
  /** A name with wildcards; STAR and ONE stand for `*` and `?`. */
  | { kind: 'glob'; parts: string[] };

export type Dialect = 'github' | 'gitlab';

const STAR = '';
const ONE = '?*';
/** States of a pattern are bits of a number. */
const MAX_SEGMENTS = 30;

export type CompiledPattern = { ok: true; pattern: Pattern } | { ok: false; why: string };

/**
 * @param dialect github: a pattern with a slash before its end starts at the root, and a name without a
 *   trailing slash also means the folder of that name; gitlab: only a leading slash means the root, and
 *   only a trailing slash means a folder (docs.gitlab.com, "Code Owners syntax")
 */
export function compilePattern(text: string, dialect: Dialect): CompiledPattern {
  const no = (why: string): CompiledPattern => ({ ok: false, why });
  if (text.startsWith('!')) return no('patterns that exclude (!) do not work here');
  if (text.startsWith('\\#')) return no('a name that starts with # cannot be written here');
  if (/[[\]]/.test(text)) return no('ranges of characters ([ ]) do not work here');
  if (text.includes('***')) return no('three asterisks in a row mean nothing');
  if (/(^|[^\\])(\\\\)*\\$/.test(text)) return no('the pattern ends in a backslash');
  const names = text.split('/');
  if (names.some((name) => name === '..' || name === '.'))
    return no('patterns cannot leave or name their own folder');
  const rooted = names[0] === '';
  if (rooted) names.shift();
  const folder = names.length > 0 && names.at(-1) === '';
  if (folder) names[names.length - 1] = '**';
  const single = names.length === 1 || (folder && names.length === 2);
  if (!rooted && (dialect === 'gitlab' || single) && names[0] !== '**') names.unshift('**');
  if (text === '' || text === '/' || names.includes('')) return no('the pattern names no path');
  const segments = names.map(segment).filter(isNotRepeated);
  if (segments.length > MAX_SEGMENTS) return no(`the pattern has more than ${MAX_SEGMENTS} parts`);
  const last = segments.at(-1)!.kind;
  const recursive = last === 'globstar' || (dialect === 'github' && last !== 'any');
  return { ok: true, pattern: { text, segments, recursive } };
}

const isNotRepeated = (part: Segment, index: number, all: Segment[]) =>
  part.kind !== 'globstar' || all[index - 1]?.kind !== 'globstar';

function segment(name: string): Segment {
  if (name === '**') return { kind: 'globstar' };
  if (name === '*') return { kind: 'any' };
  const parts: string[] = [];
  for (let i = 0; i < name.length; i++) {
    const char = name[i]!;
    if (char === '*') {
      if (parts.at(-1) !== STAR) parts.push(STAR);
    } else if (char === '?') parts.push(ONE);
    else parts.push(char === '\\' ? (name[++i] ?? '') : char);
  }
  return parts.some((part) => part === STAR || part === ONE)
    ? { kind: 'glob', parts }
    : { kind: 'literal', text: parts.join('') };
}

/** Does one name match one segment? Linear but for the last `*`: no input makes it slow. */
export function matchesName(part: Segment, name: string): boolean {
  switch (part.kind) {
    case 'globstar':
    case 'any':
      return true;
    case 'literal':
      return part.text === name;
    case 'glob':
      return matchesParts(part.parts, name);
  }
}

function matchesParts(parts: string[], name: string): boolean {
  let at = 0;
  let part = 0;
  let star = -1;
  let resume = 0;
  while (at < name.length) {
    const wanted = parts[part];
    if (wanted === STAR) {
      star = part++;
      resume = at;
    } else if (wanted === ONE || wanted === name[at]) {
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

/**
 * How closely a pattern points: more fixed names first, then more names with wildcards, then more letters.
 * Positive when `a` is the more specific.
 */
export function compareSpecificity(a: Pattern, b: Pattern): number {
  const [x, y] = [specificity(a), specificity(b)];
  return x.literal - y.literal || x.named - y.named || x.letters - y.letters;
}

function specificity({ segments }: Pattern): { literal: number; named: number; letters: number } {
  let [literal, named, letters] = [0, 0, 0];
  for (const part of segments) {
    if (part.kind === 'literal') {
      literal++;
      letters += part.text.length;
    } else if (part.kind === 'glob') {
      named++;
      letters += part.parts.filter((each) => each !== STAR && each !== ONE).length;
    }
  }
  return { literal, named, letters };
}
