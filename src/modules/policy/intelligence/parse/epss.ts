import { notAFeed, type Parsed, twice } from './parsed.ts';

export interface EpssRow {
  cve: string;
  /** Chance of exploitation within 30 days, and the share of vulnerabilities with a lower one; 0-1. */
  score: number;
  percentile: number;
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
    return { problem: 'line 1: it does not tell the model version and the score date' };
  if (lines[1]?.trim() !== 'cve,epss,percentile')
    return { problem: 'line 2: it is not the header cve,epss,percentile' };
  const rows: EpssRow[] = [];
  const numbers: number[] = [];
  for (let i = 2; i < lines.length; i++) {
    const line = lines[i]!;
    if (line === '' || line === '\r') continue;
    const row = rowOf(line);
    if (!row) return { problem: `line ${i + 1}: no CVE with two numbers from 0 to 1, perhaps cut off` };
    rows.push(row);
    numbers.push(i + 1);
  }
  if (rows.length === 0) return { problem: 'there is no score in it' };
  const again = twice(rows, (_cve, index) => numbers[index]!);
  return again ?? { version: comment[1]!, asOf, dayOnly: false, rows };
}

const LINE = /^(CVE-\d{4}-\d{4,19}),([0-9.eE+-]{1,24}),([0-9.eE+-]{1,24})\r?$/;

function rowOf(line: string): EpssRow | null {
  const match = LINE.exec(line);
  if (!match) return null;
  const [score, percentile] = [Number(match[2]), Number(match[3])];
  const sound = score >= 0 && score <= 1 && percentile >= 0 && percentile <= 1;
  return sound ? { cve: match[1]!, score, percentile } : null;
}
