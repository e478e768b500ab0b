import { type RawBuilder, sql } from 'kysely';

/** What is searched of `finding f`, one per line; also what `finding_text` keeps. */
export const WORDS: RawBuilder<string> = sql<string>`lower(concat_ws(E'\n', f.title, f.path,
  f.component || coalesce('@' || f.version, ''), array_to_string(f.vulnerabilities, ' '),
  (select u.key from rule u where u.id = f.rule_id)))`;

/** The same as it is kept, where it is: a row that is looked at in passing is not put into words anew. */
export const KEPT_WORDS: RawBuilder<string> = sql<string>`coalesce(
  (select w.text from finding_text w where w.finding_id = f.id), ${WORDS})`;

/** More would only cost. */
const MOST_WORDS = 8;

/** What the index of words is made of. */
const RUN = 3;

/**
 * What is looked for: every word, wherever it stands; what stands in “quotes” as it stands there. Pure.
 * Characters that no text can hold part words.
 */
export function wordsOf(text: string): string[] {
  const plain = text.replace(/[\0-\x1f\x7f]/g, ' ').replace(/[“”„]/g, '"');
  const words: string[] = [];
  plain.split('"').forEach((part, index, parts) => {
    // A quote that never ends is none.
    const quoted = index % 2 === 1 && index < parts.length - 1;
    if (quoted) words.push(part.trim());
    else words.push(...part.split(/\s+/));
  });
  return [...new Set(words.filter((word) => word !== '').map((word) => word.toLowerCase()))].slice(
    0,
    MOST_WORDS,
  );
}

/** The pattern that finds a word as it stands: in it, `%`, `_` and `\` mean themselves. Pure. */
export const patternOf = (word: string): string => `%${word.replace(/[\\%_]/g, '\\$&')}%`;

/** So many runs of three letters tell texts apart; each more is another long list for the index to go through. */
const MOST_RUNS = 6;

/**
 * Patterns by which the index finds what may hold all words, with little work: of each word the runs of three letters that
 * lie side by side, as many as are needed. What they find has to be looked at: runs may stand apart in it. Pure.
 */
export function indexPatternsOf(words: readonly string[]): string[] {
  const each = Math.max(1, Math.floor(MOST_RUNS / Math.max(1, words.length)));
  return words.flatMap((word) => indexPatternOf(word, each));
}

function indexPatternOf(word: string, most: number): string[] {
  const runs = [...word.matchAll(/[\p{L}\p{N}]+/gu)].map(([letters]) => runsOf([...letters]));
  const beside = runs.flatMap((each) => each.beside);
  // A run that overlaps another is a pattern of its own.
  const ends = runs.flatMap((each) => each.end ?? []).slice(0, Math.max(0, most - beside.length));
  if (beside.length > 0) return [`%${beside.slice(0, most).join('%')}%`, ...ends.map((end) => `%${end}%`)];
  // Of shorter ones the index knows how they begin, where something stands before them: `4.17`.
  return /[^\p{L}\p{N}][\p{L}\p{N}]/u.test(word) ? [patternOf(word)] : [];
}

/** Runs side by side, and the last letters where they leave some over. */
function runsOf(letters: readonly string[]): { beside: string[]; end: string | null } {
  const beside: string[] = [];
  for (let at = 0; at + RUN <= letters.length; at += RUN) beside.push(letters.slice(at, at + RUN).join(''));
  const over = beside.length > 0 && letters.length % RUN > 0;
  return { beside, end: over ? letters.slice(-RUN).join('') : null };
}
