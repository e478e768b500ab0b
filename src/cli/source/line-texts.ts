import { maskSource } from '../../readers/kit/mask.ts';
import type { Checkout, NotRead } from './checkout.ts';
import type { Places, WantedLine } from './places.ts';

export type LeftOut = NotRead | 'beyond-end' | 'blank' | 'secret' | 'too-much';

export interface LineTexts {
  /** NDJSON of `{path, line, text}`, in the same order for the same report and checkout. */
  pieces: Buffer[];
  bytes: number;
  count: number;
  /** Places without a text, by reason. */
  leftOut: Map<LeftOut, number>;
}

/** Longer texts do not tell lines apart any better. */
const TEXT_LENGTH = 400;
/** As much is masked before it is cut, so that a value does not lose the quote behind it. */
const MASKED_LENGTH = 4000;

/** The texts of the lines wanted; each file is opened once, and only lines leave it, folded and masked. */
export async function makeLineTexts(
  places: Places,
  checkout: Checkout,
  maxBytes: number,
): Promise<LineTexts> {
  const made: LineTexts = { pieces: [], bytes: 0, count: 0, leftOut: new Map() };
  const leave = (why: LeftOut, count = 1) => made.leftOut.set(why, (made.leftOut.get(why) ?? 0) + count);
  for (const [file, { paths, secrets }] of await byFile(places, checkout, leave)) {
    const read = await checkout.lines(file);
    for (const path of paths) {
      const wanted = [...places.wanted.get(path)!.values()].sort((a, b) => a.line - b.line);
      if ('not' in read) {
        leave(read.not, wanted.length);
        continue;
      }
      const entries: string[] = [];
      for (const one of wanted) {
        const found = textOf(one, read.lines, secrets);
        if ('not' in found) leave(found.not);
        else entries.push(`${JSON.stringify({ path, line: one.line, text: found.text })}\n`);
      }
      leave('too-much', append(made, entries, maxBytes));
    }
  }
  for (const [why, count] of made.leftOut) if (count === 0) made.leftOut.delete(why);
  return made;
}

/** @returns how many did not fit */
function append(made: LineTexts, entries: string[], maxBytes: number): number {
  let fitting = 0;
  let bytes = made.bytes;
  for (const entry of entries) {
    bytes += Buffer.byteLength(entry);
    if (bytes > maxBytes) break;
    fitting++;
    made.bytes = bytes;
  }
  if (fitting > 0) made.pieces.push(Buffer.from(entries.slice(0, fitting).join('')));
  made.count += fitting;
  return entries.length - fitting;
}

interface FileOfPlaces {
  paths: string[];
  secrets: (line: number) => boolean;
}

/** Several paths may mean one file: told with the build machine's folders, or through a link. */
async function byFile(
  places: Places,
  checkout: Checkout,
  leave: (why: LeftOut, count: number) => void,
): Promise<Map<string, FileOfPlaces>> {
  const ranges = new Map<string, ([number, number] | null)[]>();
  for (const [path, told] of places.secrets) {
    const found = await checkout.find(path);
    if (!('file' in found)) continue;
    const known = ranges.get(found.file) ?? [];
    for (const range of told) known.push(range);
    ranges.set(found.file, known);
  }
  const files = new Map<string, FileOfPlaces>();
  for (const path of [...places.wanted.keys()].sort()) {
    const found = await checkout.find(path);
    if ('not' in found) {
      leave(found.not, places.wanted.get(path)!.size);
      continue;
    }
    const known = files.get(found.file);
    if (known) known.paths.push(path);
    else files.set(found.file, { paths: [path], secrets: coverOf(ranges.get(found.file) ?? []) });
  }
  return files;
}

/** Whether a line is one of those told; overlapping ranges are joined, so that asking is cheap. */
function coverOf(ranges: ([number, number] | null)[]): (line: number) => boolean {
  if (ranges.includes(null)) return () => true;
  const joined: [number, number][] = [];
  for (const [start, end] of ranges.filter((range) => range !== null).sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && start <= last[1] + 1) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return (line) => {
    let [low, high] = [0, joined.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (joined[middle]![1] < line) low = middle + 1;
      else high = middle;
    }
    const range = joined[low];
    return range !== undefined && range[0] <= line;
  };
}

/** The first line of the place that is not blank. */
function textOf(
  { line, endLine, strict }: WantedLine,
  lines: string[],
  isSecret: (line: number) => boolean,
): { text: string } | { not: LeftOut } {
  if (line > lines.length) return { not: 'beyond-end' };
  const last = Math.min(endLine, lines.length);
  for (let at = line; at <= last; at++) {
    const text = folded(lines[at - 1]!);
    if (text === '') continue;
    if (isSecret(at)) return { not: 'secret' };
    return { text: cut(maskSource(text, strict), TEXT_LENGTH) };
  }
  return { not: 'blank' };
}

const folded = (line: string): string =>
  cut(
    line
      .slice(0, 2 * MASKED_LENGTH)
      .replace(/\s+/g, ' ')
      .trim(),
    MASKED_LENGTH,
  );

const cut = (text: string, length: number): string => text.slice(0, length).toWellFormed().trim();
