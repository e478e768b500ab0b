import { Readable } from 'node:stream';
import { type CsvError, type Options, parse } from 'csv-parse';
import { parse as parseAtOnce } from 'csv-parse/sync';
import type { ReadContext, TableMapping } from '../reader.ts';
import type { Content } from './decoded.ts';
import { readFailure } from './failure.ts';
import type { WalkSink } from './walk-sink.ts';

const DELIMITERS = [',', ';', '\t', '|'];
/** One row longer than this is a sign of an unclosed quote. */
const MAX_ROW_LENGTH = 4 * 1024 * 1024;
/** How much is looked at to find the delimiter. */
const HEAD_LENGTH = 64 * 1024;
/** Up to here the rows are taken at once: setting up a stream costs as much as some hundred of them. */
const AT_ONCE_LENGTH = 4 * 1024 * 1024;

/**
 * Runs a mapping over CSV or TSV: delimiter found in the header row (or told by Excel's `sep=;` line), stray
 * quotes tolerated, short rows filled with empty cells.
 * @throws AppError LK-READ-MALFORMED, LK-READ-TRUNCATED, LK-READ-TOO-LARGE (with `detail.where` as line).
 */
export async function runTable(
  content: Content,
  mapping: TableMapping,
  sink: WalkSink,
  context: ReadContext,
): Promise<void> {
  const take = taker(mapping, sink, context);
  const { text } = content;
  try {
    if (text !== undefined && text.length <= AT_ONCE_LENGTH) takeAtOnce(text, take);
    else await takeInTurn(content.open(), take, sink);
  } catch (error) {
    throw asReadError(error);
  }
}

type Take = (record: string[], line: number) => void;

/** The first row names the cells of the others. */
function taker(mapping: TableMapping, sink: WalkSink, context: ReadContext): Take {
  let headers: string[] | undefined;
  let mapRow: ReturnType<TableMapping['open']> | undefined;
  return (record, line) => {
    if (!headers) {
      headers = distinct(record.map((cell) => cell.trim()));
      mapRow = mapping.open(headers, sink, context);
      return;
    }
    const row: Record<string, string> = Object.create(null);
    for (let i = 0; i < headers.length; i++) row[headers[i]!] = record[i] ?? '';
    mapRow?.(row, line);
  };
}

const optionsFor = (head: string): Options => {
  const { delimiter, skipLines } = layout(head);
  return {
    delimiter,
    bom: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_LENGTH,
    from_line: skipLines + 1,
  };
};

function takeAtOnce(text: string, take: Take): void {
  const options = optionsFor(text.slice(0, HEAD_LENGTH));
  parseAtOnce(text, {
    ...options,
    on_record: (record: string[], { lines }) => {
      take(record, lines);
      return null;
    },
  });
}

async function takeInTurn(chunks: AsyncIterable<Uint8Array>, take: Take, sink: WalkSink): Promise<void> {
  const { head, rest } = await splitHead(chunks);
  const parser = parse({ ...optionsFor(head.toString('utf8')), info: true });
  const input = Readable.from(joined(head, rest));
  input.on('error', (error) => parser.destroy(error));
  input.pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<Row>) {
      take(record, info.lines);
      if (sink.full) await sink.drain();
    }
  } finally {
    input.destroy();
    parser.destroy();
  }
}

interface Row {
  record: string[];
  info: { lines: number };
}

/** The second of two equal headers becomes `Name (2)`, so that no cell is lost. */
function distinct(headers: string[]): string[] {
  const seen = new Map<string, number>();
  return headers.map((header) => {
    const count = (seen.get(header) ?? 0) + 1;
    seen.set(header, count);
    return count === 1 ? header : `${header} (${count})`;
  });
}

function layout(head: string): { delimiter: string; skipLines: number } {
  const told = /^\s*"?sep=([^\r\n])"?\r?\n/i.exec(head);
  if (told) return { delimiter: told[1]!, skipLines: 1 };
  const firstLine =
    head
      .replace(/"[^"]*"/g, '')
      .trimStart()
      .split(/\r?\n/, 1)[0] ?? '';
  const counts = DELIMITERS.map((delimiter) => firstLine.split(delimiter).length);
  return { delimiter: DELIMITERS[counts.indexOf(Math.max(...counts))]!, skipLines: 0 };
}

async function splitHead(chunks: AsyncIterable<Uint8Array>) {
  const rest = chunks[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD_LENGTH) {
    const next = await rest.next();
    if (next.done) break;
    parts.push(next.value);
    length += next.value.length;
  }
  return { head: Buffer.concat(parts), rest };
}

async function* joined(head: Buffer, rest: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

function asReadError(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('CSV_')) return error;
  const { code, lines } = error as CsvError & { lines?: number };
  const where = lines === undefined ? undefined : `line ${lines}`;
  if (code === 'CSV_QUOTE_NOT_CLOSED') {
    return readFailure('LK-READ-TRUNCATED', 'The table ends inside a quoted cell.', where);
  }
  if (code === 'CSV_MAX_RECORD_SIZE') {
    return readFailure('LK-READ-TOO-LARGE', 'One row of the table is too large to hold.', where);
  }
  return readFailure('LK-READ-MALFORMED', 'The table is not well-formed.', where);
}
