import { readCsv } from './csv.ts';
import { CVE, newestDay, notAFeed, type Parsed, twice } from './parsed.ts';

export interface SsvcRow {
  cve: string;
  /** Answers in lower case, as conditions compare them; null = the question was not answered. */
  exploitation: string | null;
  automatable: string | null;
  technicalImpact: string | null;
  /** Day on which the CVE was published, and day of the assessment. */
  published: string | null;
  asOf: string;
}

/** The answers of SSVC (https://certcc.github.io/SSVC/), in whatever case they are written. */
const ANSWERS = {
  exploitation: ['none', 'poc', 'active'],
  automatable: ['no', 'yes'],
  technicalImpact: ['partial', 'total'],
} as const;
type Question = keyof typeof ANSWERS;

/** Null for no answer; undefined for one that SSVC does not have. */
function answer(question: Question, told: unknown): string | null | undefined {
  if (told === null || told === undefined || told === '') return null;
  const plain = String(told)
    .slice(0, 50)
    .trim()
    .toLowerCase()
    .replace(/^public poc$/, 'poc');
  return ANSWERS[question].find((one) => one === plain);
}

type Answers = Pick<SsvcRow, Question>;

/** @returns the question whose answer SSVC does not have */
function answersOf(told: Record<Question, unknown>): Answers | Question {
  const answers: Answers = { exploitation: null, automatable: null, technicalImpact: null };
  for (const question of Object.keys(ANSWERS) as Question[]) {
    const found = answer(question, told[question]);
    if (found === undefined) return question;
    answers[question] = found;
  }
  return answers;
}

/** CISA's assessments as a table: cve, exploitation, automatable, technical_impact, ssvc_timestamp. */
export function parseSsvcCsv(text: string): Parsed<SsvcRow> {
  const odd = notAFeed(text);
  if (odd) return { problem: odd };
  const table = readCsv(text);
  if (typeof table === 'string') return { problem: table };
  const missing = ['cve', 'exploitation', 'automatable', 'technicalimpact', 'ssvctimestamp'].find(
    (name) => !table.columns.has(name),
  );
  if (missing) return { problem: `line 1: the header names no column ${missing}` };
  const rows: SsvcRow[] = [];
  for (const { line, value } of table.rows) {
    const cve = value('cve').toUpperCase();
    const asOf = dayOf(value('ssvctimestamp'));
    const answers = answersOf({
      exploitation: value('exploitation'),
      automatable: value('automatable'),
      technicalImpact: value('technicalimpact'),
    });
    if (!CVE.test(cve) || !asOf)
      return { problem: `line ${line}: no id of a CVE with the day of its assessment, perhaps cut off` };
    if (typeof answers === 'string')
      return { problem: `line ${line}: SSVC knows no such answer on ${answers}` };
    rows.push({ cve, ...answers, published: null, asOf });
  }
  return gathered(rows, (index) => table.rows[index]!.line);
}

/**
 * The newest assessment in a record of CISA's Vulnrichment (https://github.com/cisagov/vulnrichment): CVE JSON 5 with a
 * container in which CISA answers SSVC.
 * @returns null when it is assessed by nobody; a sentence when it is none
 */
export function ssvcOfRecord(record: unknown): SsvcRow | string | null {
  const { cveMetadata, containers } = object(record);
  const { cveId, datePublished, state } = object(cveMetadata);
  if (typeof cveId !== 'string') return 'this is no CVE record: it has no cveMetadata.cveId';
  const cve = cveId.toUpperCase();
  if (!CVE.test(cve)) return `${cveId.slice(0, 40)} is no id of a CVE`;
  if (state === 'REJECTED') return null;
  let newest: { told: Record<Question, unknown>; asOf: string } | null = null;
  for (const container of list(object(containers).adp)) {
    for (const metric of list(object(container).metrics)) {
      const { type, content } = object(object(metric).other);
      if (String(type).toLowerCase() !== 'ssvc') continue;
      const asOf = dayOf(object(content).timestamp);
      if (asOf && (!newest || asOf > newest.asOf))
        newest = { told: optionsOf(object(content).options), asOf };
    }
  }
  if (!newest) return null;
  const answers = answersOf(newest.told);
  if (typeof answers === 'string') return `${cve}: SSVC knows no such answer on ${answers}`;
  return { cve, ...answers, published: dayOf(datePublished), asOf: newest.asOf };
}

/** Of all records, gathered one by one. */
export function gathered(rows: SsvcRow[], lineOf: (index: number) => number | null): Parsed<SsvcRow> {
  if (rows.length === 0) return { problem: 'there is no assessment in it' };
  const again = twice(rows, (_cve, index) => lineOf(index));
  return again ?? { version: null, asOf: newestDay(rows.map(({ asOf }) => asOf)), dayOnly: true, rows };
}

/** Options are a list of objects with one key each: `[{"Exploitation":"none"}, …]`. */
function optionsOf(options: unknown): Record<Question, unknown> {
  const told: Record<Question, unknown> = { exploitation: null, automatable: null, technicalImpact: null };
  for (const option of list(options)) {
    for (const [name, value] of Object.entries(object(option))) {
      const plain = name.toLowerCase().replaceAll(/[ _]/g, '');
      if (plain === 'exploitation' || plain === 'automatable') told[plain] = value;
      if (plain === 'technicalimpact') told.technicalImpact = value;
    }
  }
  return told;
}

function dayOf(told: unknown): string | null {
  if (typeof told !== 'string' || told.length > 40) return null;
  const date = new Date(told);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().slice(0, 10);
}

const object = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
