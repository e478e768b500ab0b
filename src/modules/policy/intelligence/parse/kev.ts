import { z } from 'zod';
import { readCsv } from './csv.ts';
import { at, CVE, lineAt, newestDay, notAFeed, type Parsed, twice } from './parsed.ts';

export interface KevRow {
  cve: string;
  /** Day it was added to the catalogue, `2021-11-03`. */
  dateAdded: string;
  ransomware: boolean;
  /** The catalogue's advice to others; it may lie before the day of the entry, and is never counted. */
  dueDate: string | null;
}

const day = z.iso.date();
const entry = z.object({
  cveID: z.string().regex(CVE),
  dateAdded: day,
  dueDate: day.nullish().or(z.literal('')),
  knownRansomwareCampaignUse: z.string().nullish(),
});
type Entry = z.infer<typeof entry>;

const rowOf = ({ cveID, dateAdded, dueDate, knownRansomwareCampaignUse }: Entry): KevRow => ({
  cve: cveID,
  dateAdded,
  ransomware: knownRansomwareCampaignUse?.toLowerCase() === 'known',
  dueDate: dueDate || null,
});

/**
 * A catalogue of known exploited vulnerabilities in the form of CISA's, as JSON or as CSV:
 * https://www.cisa.gov/known-exploited-vulnerabilities-catalog
 */
export function parseKev(text: string): Parsed<KevRow> {
  const odd = notAFeed(text);
  if (odd) return { problem: odd };
  return text.trimStart().startsWith('{') ? parseJson(text) : parseCsv(text);
}

const catalogue = z.object({
  catalogVersion: z.string().min(1).max(40),
  dateReleased: z.iso.datetime({ offset: true }),
  count: z.int().optional(),
  vulnerabilities: z.array(entry).min(1),
});

function parseJson(text: string): Parsed<KevRow> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const told = /\bline (\d+)/.exec((error as Error).message)?.[1];
    const line = told ? Number(told) : lineAt(text, text.length);
    return { problem: `line ${line}: the file is not valid JSON, perhaps cut off` };
  }
  const result = catalogue.safeParse(value);
  if (!result.success) {
    const { path } = result.error.issues[0]!;
    const line =
      path[0] === 'vulnerabilities' && typeof path[1] === 'number' ? entryLine(text, path[1]) : null;
    return { problem: `${at(line)}the catalogue is not as expected at ${path.join('.') || 'its top'}` };
  }
  const { catalogVersion, dateReleased, count, vulnerabilities } = result.data;
  if (count !== undefined && count !== vulnerabilities.length)
    return { problem: `the catalogue says ${count} entries and has ${vulnerabilities.length}` };
  const rows = vulnerabilities.map(rowOf);
  const again = twice(rows, (_cve, index) => entryLine(text, index));
  return again ?? { version: catalogVersion, asOf: new Date(dateReleased), dayOnly: false, rows };
}

/** Entries are counted by their ids: the line of the one with this index. */
function entryLine(text: string, index: number): number | null {
  let offset = -1;
  for (let i = 0; i <= index; i++) {
    offset = text.indexOf('"cveID"', offset + 1);
    if (offset < 0) return null;
  }
  return lineAt(text, offset);
}

/** CISA's table carries no date of its own: its newest entry tells how old it is. */
function parseCsv(text: string): Parsed<KevRow> {
  const table = readCsv(text);
  if (typeof table === 'string') return { problem: table };
  const id = table.columns.has('cveid') ? 'cveid' : 'cve';
  if (!table.columns.has(id) || !table.columns.has('dateadded'))
    return { problem: 'line 1: the header names no columns cveID and dateAdded' };
  const rows: KevRow[] = [];
  for (const { line, value } of table.rows) {
    const result = entry.safeParse({
      cveID: value(id).toUpperCase(),
      dateAdded: value('dateadded'),
      dueDate: value('duedate'),
      knownRansomwareCampaignUse: value('knownransomwarecampaignuse'),
    });
    if (!result.success)
      return { problem: `line ${line}: no id of a CVE with the day it was added, perhaps cut off` };
    rows.push(rowOf(result.data));
  }
  if (rows.length === 0) return { problem: 'there is no entry in it' };
  const again = twice(rows, (_cve, index) => table.rows[index]!.line);
  return (
    again ?? { version: null, asOf: newestDay(rows.map(({ dateAdded }) => dateAdded)), dayOnly: true, rows }
  );
}
