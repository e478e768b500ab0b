/**
 * Path patterns of CODEOWNERS (GitHub, GitLab), of `paths` in about.yaml and of overrides. Written here: the
 * published matchers wrap the rules of gitignore, which differ (`docs/*` would own all below).
 */
import { lettersOf, nameSegment, type Segment } from './name-pattern.ts';

export interface Pattern {
  text: string;
  segments: Segment[];
  /** A folder that matches owns all that is in it. */
  recursive: boolean;
}

export type Dialect = 'github' | 'gitlab';

/** States of a pattern are bits of a number. */
const MAX_SEGMENTS = 30;
/** No path is longer on the systems that people work on (PATH_MAX of Linux). */
export const MAX_PATH = 4096;

export type CompiledPattern = { ok: true; pattern: Pattern } | { ok: false; why: string };

/**
 * @param dialect github: a pattern with a slash before its end starts at the root, and a name without a
 *   trailing slash also means the folder of that name; gitlab: only a leading slash means the root, only a
 *   trailing slash means a folder, and names are those of Ruby's fnmatch (docs.gitlab.com, "Advanced CODEOWNERS
 *   configuration")
 */
export function compilePattern(text: string, dialect: Dialect): CompiledPattern {
  const wrong = objection(text, dialect);
  if (wrong !== null) return { ok: false, why: wrong };
  if (text === '/') return done(text, [{ kind: 'globstar' }], dialect);
  const names = namesOf(text, dialect);
  if (names.includes('')) return { ok: false, why: 'the pattern names no path' };
  const segments: Segment[] = [];
  for (const [index, name] of names.entries()) {
    const segment: Segment | null =
      name === '**' ? { kind: 'globstar' } : nameSegment(name, dialect === 'gitlab');
    if (!segment) return { ok: false, why: 'a bracket is opened and not closed' };
    // Ruby's `**` at the end, with no slash after it, is a `*`; a folder's own has been written by us.
    const single = dialect === 'gitlab' && index === names.length - 1 && !text.endsWith('/');
    if (segment.kind !== 'globstar') segments.push(segment);
    else if (single) segments.push({ kind: 'any' });
    else if (segments.at(-1)?.kind !== 'globstar') segments.push(segment);
  }
  return segments.length > MAX_SEGMENTS
    ? { ok: false, why: `the pattern has more than ${MAX_SEGMENTS} parts` }
    : done(text, segments, dialect);
}

function done(text: string, segments: Segment[], dialect: Dialect): CompiledPattern {
  const last = segments.at(-1)!.kind;
  const recursive = last === 'globstar' || (dialect === 'github' && last !== 'any');
  return { ok: true, pattern: { text, segments, recursive } };
}

/** A name of dots alone. */
const DOTS = /(?:^|\/)\.\.?(?:\/|$)/;

/** What cannot be written at all. */
function objection(text: string, dialect: Dialect): string | null {
  if (text.length > MAX_PATH) return 'the pattern is longer than any path';
  if (text.startsWith('!')) return 'patterns that exclude (!) do not work here';
  if (text.endsWith('\\') && /(^|[^\\])(\\\\)*\\$/.test(text)) return 'the pattern ends in a backslash';
  if (text === '' || (text === '/' && dialect === 'github')) return 'the pattern names no path';
  if (dialect === 'github') {
    if (text.startsWith('\\#')) return 'a name that starts with # cannot be written here';
    if (/[[\]]/.test(text)) return 'ranges of characters ([ ]) do not work here';
    if (text.includes('***')) return 'three asterisks in a row mean nothing';
  }
  return DOTS.test(text) ? 'patterns cannot leave or name their own folder' : null;
}

/** The names between the slashes, with what the dialect leaves unsaid. */
function namesOf(text: string, dialect: Dialect): string[] {
  const names = text.split('/');
  const rooted = names[0] === '';
  if (rooted) names.shift();
  const folder = names.at(-1) === '';
  if (folder) names[names.length - 1] = '**';
  const single = names.length === 1 || (folder && names.length === 2);
  // GitLab writes it before every pattern, so that a `**` alone is what comes after it.
  if (!rooted && (dialect === 'gitlab' || (single && names[0] !== '**'))) names.unshift('**');
  return names;
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
  for (const segment of segments) {
    if (segment.kind === 'literal') literal++;
    else if (segment.kind === 'glob') named++;
    letters += lettersOf(segment);
  }
  return { literal, named, letters };
}
