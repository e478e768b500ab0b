import { PassThrough } from 'node:stream';
import type { XmlElement } from '../reader.ts';
import { elementsIn, textOfRuns, waitingSink } from './xlsx-parts.ts';
import { child, listOf } from './xml-find.ts';

/** What the cells of a sheet refer to. */
export interface Book {
  /** Texts that cells share, by their position. */
  texts: readonly string[];
  /** Positions of the styles that show a number as a date. */
  dates: ReadonlySet<number>;
  /** Days count from 1904 instead of 1900. */
  since1904: boolean;
}

/** Cells further right are left out: a cell at the far end of each row would blow up a small file. */
const MAX_COLUMNS = 1024;
const BUFFER_BYTES = 256 * 1024;

/** CSV lines of a sheet, made as fast as they are taken. */
export function csvOfSheet(bytes: AsyncIterable<Uint8Array>, book: Book): AsyncIterable<Uint8Array> {
  const out = new PassThrough({ highWaterMark: BUFFER_BYTES });
  const sink = waitingSink({
    get full() {
      return out.writableNeedDrain || out.destroyed;
    },
    async drain() {
      if (!out.destroyed) await eitherOf(out, 'drain', 'close');
      if (out.destroyed) throw new Error('nobody reads on');
    },
  });
  const write = (row: XmlElement) => {
    const line = csvLine(row, book);
    if (line !== '' && !out.destroyed) out.write(`${line}\n`);
  };
  elementsIn(bytes, 'worksheet/sheetData/row', write, sink).then(
    () => out.end(),
    (error: unknown) => out.destroy(error instanceof Error ? error : undefined),
  );
  return out;
}

/** Not `events.once`, which would count an error that whoever reads hears of already. */
const eitherOf = (stream: PassThrough, ...events: string[]): Promise<void> =>
  new Promise((resolve) => {
    for (const event of events) stream.once(event, resolve);
  });

function csvLine(row: XmlElement, book: Book): string {
  const cells: string[] = [];
  for (const cell of row.children) {
    if (cell.name !== 'c') continue;
    const column = columnOf(cell.attributes['r']) ?? cells.length;
    if (column >= MAX_COLUMNS) continue;
    while (cells.length < column) cells.push('');
    cells[column] = quoted(shownIn(cell, book));
  }
  return cells.every((cell) => cell === '') ? '' : cells.join(',');
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** `C7` -> 2. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

function shownIn(cell: XmlElement, book: Book): string {
  const inline = child(cell, 'is');
  if (inline) return textOfRuns(inline);
  const stored = child(cell, 'v')?.text ?? '';
  switch (cell.attributes['t']) {
    case 's':
      return book.texts[Number(stored)] ?? '';
    case 'b':
      return stored === '1' ? 'TRUE' : 'FALSE';
    case 'e':
      return '';
    case 'str':
    case 'd':
      return stored;
    default:
      return book.dates.has(Number(cell.attributes['s'])) ? dateOf(stored, book.since1904) : stored;
  }
}

const DAY_MS = 86_400_000;
/** Day 0, by the leap year 1900 that spreadsheets believe in. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
/** 31 December 9999, the last day of spreadsheets. */
const LAST_DAY = 2_958_465;

/** Days since the epoch, the time of day behind the point. */
function dateOf(stored: string, since1904: boolean): string {
  const days = Number(stored);
  if (stored === '' || !(days >= 1 && days <= LAST_DAY)) return stored;
  const date = new Date(Math.round((since1904 ? EPOCH_1904 : EPOCH_1900) + days * DAY_MS));
  return Number.isInteger(days) ? date.toISOString().slice(0, 10) : date.toISOString();
}

/** Built-in number formats that show dates (ECMA-376 part 1, 18.8.30). */
const isDateFormat = (id: number): boolean => (id >= 14 && id <= 22) || (id >= 45 && id <= 47);

/** Positions of the cell styles that show a date: built in, or of letters for years and days outside quotes. */
export function dateStyles(styles: XmlElement): Set<number> {
  const own = new Set(
    listOf(styles, 'numFmts', 'numFmt')
      .filter(({ attributes }) =>
        /[yd]/i.test((attributes['formatCode'] ?? '').replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, '')),
      )
      .map(({ attributes }) => Number(attributes['numFmtId'])),
  );
  const dates = new Set<number>();
  listOf(styles, 'cellXfs', 'xf').forEach(({ attributes }, at) => {
    const format = Number(attributes['numFmtId']);
    if (isDateFormat(format) || own.has(format)) dates.add(at);
  });
  return dates;
}
