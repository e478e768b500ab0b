import { CsvError, parse } from 'csv-parse/sync';

/** The rows of a CSV by the names of its columns, without regard to case and underscores. */
export interface Table {
  columns: ReadonlySet<string>;
  rows: { line: number; value(column: string): string }[];
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[_ ]/g, '');

/** @returns a sentence with the line when it is no whole CSV */
export function readCsv(text: string): Table | string {
  try {
    const records = parse(text, { bom: true, info: true, skip_empty_lines: true }) as unknown as {
      record: string[];
      info: { lines: number };
    }[];
    const header = (records[0]?.record ?? []).map(plain);
    const places = new Map(header.map((name, index) => [name, index]));
    const rows = records.slice(1).map(({ record, info }) => ({
      line: info.lines,
      value: (column: string) => record[places.get(column) ?? -1]?.trim() ?? '',
    }));
    return { columns: new Set(header), rows };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? `line ${error.lines}: ` : '';
    return `${line}this is no row of the table, perhaps cut off`;
  }
}
