/** A feed that was read and found sound, or the reason why not, with the line where there is one. */
export type Parsed<Row> =
  | {
      /** As its publisher calls it; null where it has none. */
      version: string | null;
      asOf: Date;
      /** The file tells no moment: its date is that of its newest entry. */
      dayOnly: boolean;
      rows: Row[];
      problem?: undefined;
    }
  | { problem: string };

export const CVE = /^CVE-\d{4}-\d{4,19}$/;

/** An empty answer, or the page of a proxy or a sign-in instead of the file. */
export function notAFeed(text: string): string | null {
  const start = text.slice(0, 2000).trimStart().toLowerCase();
  if (start === '') return 'the file is empty';
  return start.startsWith('<') ? 'this is a web page, not the feed' : null;
}

/** @param lineOf the line on which an id stands for the second time, where that is known */
export function twice(
  rows: readonly { cve: string }[],
  lineOf: (cve: string, index: number) => number | null,
): { problem: string } | null {
  const seen = new Set<string>();
  for (const [index, { cve }] of rows.entries()) {
    if (seen.has(cve)) return { problem: `${at(lineOf(cve, index))}${cve} stands in it twice` };
    seen.add(cve);
  }
  return null;
}

/** For files that tell no date of their own. Days in ISO 8601 sort as text. */
export function newestDay(days: Iterable<string>): Date {
  let newest = '';
  for (const day of days) if (day > newest) newest = day;
  return new Date(newest);
}

/** `line 7: ` or nothing. */
export const at = (line: number | null): string => (line === null ? '' : `line ${line}: `);

/** The line of a character, from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) line++;
  return line;
}
