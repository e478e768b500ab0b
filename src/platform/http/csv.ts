export type CsvCell = string | number | boolean | null | undefined;
type Rows = Iterable<readonly CsvCell[]> | AsyncIterable<readonly CsvCell[]>;

/** About what a socket takes in one go. */
const CHUNK = 32_768;

/**
 * Text of a CSV file (RFC 4180), in pieces, as fast as whoever reads it takes them:
 * `reply.type(CSV_TYPE).send(Readable.from(csvLines(header, rows)))`.
 * Text that a spreadsheet would run as a formula is led by an apostrophe; numbers stay numbers.
 */
export async function* csvLines(header: readonly string[], rows: Rows): AsyncGenerator<string> {
  let text = csvLine(header);
  for await (const row of rows) {
    text += csvLine(row);
    if (text.length < CHUNK) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

export const CSV_TYPE = 'text/csv; charset=utf-8';

export const csvLine = (cells: readonly CsvCell[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/**
 * What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection"), in their full-width forms too, also
 * after blanks, which some of them skip.
 */
const FORMULA = /^[\s\0]*[=+\-@＝＋－＠]|^[\t\r\n]/;

function csvCell(value: CsvCell): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
