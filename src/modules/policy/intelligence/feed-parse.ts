import { z } from 'zod';

export type FeedName = 'kev' | 'epss';

/** A feed that was read and found sound, or the reason why not. */
export type Parsed<Row> =
  | { version: string; asOf: Date; rows: Row[]; problem?: undefined }
  | { problem: string };

export interface KevRow {
  cve: string;
  /** Day it was added to the catalogue, `2021-11-03`. */
  dateAdded: string;
  ransomware: boolean;
}
export interface EpssRow {
  cve: string;
  /** Chance of exploitation within 30 days, and the share of vulnerabilities with a lower one; 0-1. */
  score: number;
  percentile: number;
}

const CVE = /^CVE-\d{4}-\d{4,19}$/;

/**
 * CISA's catalogue of known exploited vulnerabilities as JSON, https://www.cisa.gov/known-exploited-vulnerabilities-catalog.
 * Its `dueDate` is advice to others and is not kept.
 */
const kevSchema = z.object({
  catalogVersion: z.string().min(1).max(40),
  dateReleased: z.iso.datetime({ offset: true }),
  count: z.int().optional(),
  vulnerabilities: z
    .array(
      z.object({
        cveID: z.string().regex(CVE),
        dateAdded: z.iso.date(),
        knownRansomwareCampaignUse: z.string().optional(),
      }),
    )
    .min(1),
});

export function parseKev(text: string): Parsed<KevRow> {
  const odd = notAFeed(text);
  if (odd) return { problem: odd };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'the file is not valid JSON, perhaps cut off' };
  }
  const result = kevSchema.safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0]!;
    return { problem: `the catalogue is not as expected at ${issue.path.join('.') || 'its top'}` };
  }
  const { catalogVersion, dateReleased, count, vulnerabilities } = result.data;
  if (count !== undefined && count !== vulnerabilities.length)
    return { problem: `the catalogue says ${count} entries and has ${vulnerabilities.length}` };
  const rows = vulnerabilities.map((entry) => ({
    cve: entry.cveID,
    dateAdded: entry.dateAdded,
    ransomware: entry.knownRansomwareCampaignUse === 'Known',
  }));
  return twice(rows) ?? { version: catalogVersion, asOf: new Date(dateReleased), rows };
}

/**
 * EPSS scores as CSV, https://www.first.org/epss/data_stats: a comment with the version of the model and
 * the date of the scores, a header, a line per vulnerability.
 */
export function parseEpss(text: string): Parsed<EpssRow> {
  const odd = notAFeed(text);
  if (odd) return { problem: odd };
  const lines = text.split('\n');
  const comment = /^#\s*model_version:([^,\s]{1,40}),\s*score_date:(\S{10,40})\s*$/.exec(lines[0]!);
  const asOf = new Date(comment?.[2] ?? Number.NaN);
  if (!comment || Number.isNaN(asOf.getTime()))
    return { problem: 'the first line does not tell the model version and the score date' };
  if (lines[1]?.trim() !== 'cve,epss,percentile')
    return { problem: 'the second line is not the header cve,epss,percentile' };
  const rows: EpssRow[] = [];
  for (let i = 2; i < lines.length; i++) {
    const line = lines[i]!;
    if (line === '' || line === '\r') continue;
    const row = epssRow(line);
    if (!row) return { problem: `line ${i + 1} is not a CVE with two numbers from 0 to 1, perhaps cut off` };
    rows.push(row);
  }
  if (rows.length === 0) return { problem: 'there is no score in it' };
  return twice(rows) ?? { version: comment[1]!, asOf, rows };
}

const EPSS_LINE = /^(CVE-\d{4}-\d{4,19}),([0-9.eE+-]{1,24}),([0-9.eE+-]{1,24})\r?$/;

function epssRow(line: string): EpssRow | null {
  const match = EPSS_LINE.exec(line);
  if (!match) return null;
  const [score, percentile] = [Number(match[2]), Number(match[3])];
  const sound = score >= 0 && score <= 1 && percentile >= 0 && percentile <= 1;
  return sound ? { cve: match[1]!, score, percentile } : null;
}

/** An empty answer, or the page of a proxy or a sign-in instead of the file. */
function notAFeed(text: string): string | null {
  const start = text.slice(0, 2000).trimStart().toLowerCase();
  if (start === '') return 'the file is empty';
  return start.startsWith('<') ? 'this is a web page, not the feed' : null;
}

function twice(rows: readonly { cve: string }[]): { problem: string } | null {
  const seen = new Set<string>();
  for (const { cve } of rows) {
    if (seen.has(cve)) return { problem: `${cve} stands in it twice` };
    seen.add(cve);
  }
  return null;
}
