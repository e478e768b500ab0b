import { linesOf } from './lines.ts';

/** One document of facts, as far as it could be read. */
export interface FactsLine {
  /** From 1: where it begins. */
  line: number;
  /** Undefined where it is not JSON. */
  value: unknown;
}

/** A document that is written over several lines is held whole; what is larger has a document to a line. */
const MAX_WHOLE = 16 * 1024 * 1024;

/**
 * Documents of a stream as they come, some at a time: one to a line, or one document or list over several lines.
 * However many lines there are, only a piece of them is held.
 * @throws AppError LK-USAGE for a line of more than 1 MB
 */
export async function* factsLines(input: AsyncIterable<Buffer | string>): AsyncGenerator<FactsLine[]> {
  let line = 0;
  let begun = false;
  let whole: string[] | null = null;
  let size = 0;
  for await (const lines of linesOf(input)) {
    const first = line + 1;
    line += lines.length;
    if (!begun && whole === null) {
      const at = lines.findIndex((text) => text.trim() !== '');
      if (at < 0) continue;
      begun = true;
      if (opensMore(lines[at]!)) whole = [...Array<string>(first - 1).fill(''), ...lines];
      else yield documents(lines, first);
    } else if (whole === null) yield documents(lines, first);
    else for (const text of lines) whole.push(text);
    if (whole === null) continue;
    size += lines.reduce((sum, text) => sum + text.length, 0);
    if (size <= MAX_WHOLE) continue;
    yield documents(whole, 1);
    whole = null;
  }
  if (whole !== null) yield wholeOrLines(whole);
}

/** What begins like JSON and does not end on its line. */
const opensMore = (text: string) => {
  const bare = withoutMark(text).trim();
  return bare.startsWith('[') || (bare.startsWith('{') && parse(bare) === undefined);
};

function wholeOrLines(lines: readonly string[]): FactsLine[] {
  const value = parse(lines.join('\n'));
  if (Array.isArray(value)) return value.map((one: unknown) => ({ line: 1, value: one }));
  return value === undefined ? documents(lines, 1) : [{ line: 1, value }];
}

function documents(lines: readonly string[], first: number): FactsLine[] {
  const found: FactsLine[] = [];
  for (const [i, text] of lines.entries())
    if (text.trim() !== '') found.push({ line: first + i, value: parse(text) });
  return found;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(withoutMark(json));
  } catch {
    return undefined;
  }
}

const withoutMark = (text: string) => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
