import { FeedProblem, recordsOfFile } from '../../findings/public.ts';
import { Refused, startOf, textOf } from './feed-file.ts';
import { catalogueOf, type FeedName } from './feed-sources.ts';
import { type EpssRow, parseEpss } from './parse/epss.ts';
import { type KevRow, parseKev } from './parse/kev.ts';
import type { Parsed } from './parse/parsed.ts';
import { gathered, parseSsvcCsv, type SsvcRow, ssvcOfRecord } from './parse/ssvc.ts';

/** The rows of a feed that was read and found sound. */
export type Content =
  | { kind: 'kev'; catalogue: string; rows: KevRow[] }
  | { kind: 'epss'; rows: EpssRow[] }
  | { kind: 'ssvc'; rows: SsvcRow[] };

export interface Candidate {
  content: Content;
  version: string | null;
  asOf: Date;
  dayOnly: boolean;
}

/** Told how many records were read so far, every now and then. */
export type Progress = (records: number) => void;

/** @throws Refused */
export async function readFeed(name: FeedName, file: string, progress: Progress): Promise<Candidate> {
  const catalogue = catalogueOf(name);
  if (catalogue !== null) {
    const { rows, ...rest } = sound(parseKev(await textOf(file)));
    return { ...rest, content: { kind: 'kev', catalogue, rows } };
  }
  if (name === 'epss') {
    const { rows, ...rest } = sound(parseEpss(await textOf(file)));
    return { ...rest, content: { kind: 'epss', rows } };
  }
  const { rows, ...rest } = sound(await readSsvc(file, progress));
  return { ...rest, content: { kind: 'ssvc', rows } };
}

type Sound<Row> = Exclude<Parsed<Row>, { problem: string }>;

function sound<Row>(parsed: Parsed<Row>): Sound<Row> {
  if (parsed.problem !== undefined) throw new Refused(parsed.problem);
  return parsed;
}

/** A table, or records of Vulnrichment as lines, as a list or as a zip. */
async function readSsvc(file: string, progress: Progress): Promise<Parsed<SsvcRow>> {
  const start = (await startOf(file)).trimStart();
  if (!/^(\{|\[|PK)/.test(start)) return parseSsvcCsv(await textOf(file));
  try {
    return await readRecords(file, progress);
  } catch (error) {
    if (error instanceof FeedProblem) return { problem: error.message };
    throw error;
  }
}

const PROGRESS_EVERY = 25_000;
/** An archive of a repository holds a few files of another sort; a feed of them is another feed. */
const MAX_STRANGE_SHARE = 0.1;

async function readRecords(file: string, progress: Progress): Promise<Parsed<SsvcRow>> {
  const rows: SsvcRow[] = [];
  let records = 0;
  let strange = 0;
  let first = '';
  for await (const record of recordsOfFile(file)) {
    records++;
    if (records % PROGRESS_EVERY === 0) progress(records);
    const row = ssvcOfRecord(record);
    if (typeof row === 'string') {
      strange++;
      first ||= `record ${records}: ${row}`;
    } else if (row) rows.push(row);
  }
  if (strange > records * MAX_STRANGE_SHARE) return { problem: first };
  return gathered(rows, () => null);
}
