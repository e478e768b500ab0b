import type { Observation, Rule } from '../../src/kernel/observation.ts';
import { normalisePath } from '../../src/readers/kit/path.ts';

/** One observation with what its report says of its rule. */
export interface Read {
  o: Observation;
  rule: Rule | undefined;
}

/** `told` is the peer's value; the answer says whether our observation holds the same. */
type Check = (read: Read, told: unknown, op: string | undefined) => boolean;

const words = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
const textOf = (told: unknown): string => (told === null || told === undefined ? '' : String(told));
const empty = (told: unknown): boolean => told === null || told === '' || told === 0;
const lists = (told: unknown): unknown[] => (Array.isArray(told) ? told : []);

const vectorsOf = (o: Observation, version: number) =>
  (o.vectors ?? []).filter((v) => v.startsWith(`CVSS:${version}`));

const vector =
  (version: number): Check =>
  ({ o }, told) =>
    told === null ? vectorsOf(o, version).length === 0 : vectorsOf(o, version).includes(textOf(told));

const score: Check = ({ o }, told) => (told === null ? true : o.score === Number(told));

/** A package; for what is configured the peer puts the resource, its type or the platform here. */
const componentName: Check = ({ o }, told, op) => {
  const c = o.component;
  if (op === 'not_null') return c !== undefined;
  if (told === null) return c === undefined;
  if (c !== undefined)
    return [c.name, `${c.namespace}:${c.name}`, `${c.namespace}/${c.name}`].includes(textOf(told));
  return [o.resource?.id, o.resource?.type, o.place.symbol, ...(o.tags ?? [])].includes(textOf(told));
};

/** `79` and `CWE-79` are one. */
const cweOf = (told: unknown): number => Number(textOf(told).replace(/^CWE-/, ''));

/** Texts the peer composes: one of our texts for the same result begins in theirs, or theirs in ours. */
const composed: Check = ({ o, rule }, told, op) => {
  if (op === 'not_null') return [o.message, rule?.description].some((t) => t !== undefined && t !== '');
  // `**Label:** value`: we hold the value, in a field of its own.
  const theirs = words(textOf(told).replace(/^\*\*[^*]+\*\*/, ''));
  const texts = [o.message, rule?.description, o.title, rule?.name, o.rule, o.place.snippet, o.place.path];
  const where = [...Object.values(o.resource ?? {}).map(String), `${o.resource?.type} ${o.resource?.id}`];
  const paragraphs = texts.flatMap((text) => [text ?? '', ...(text ?? '').split('\n\n')]);
  const ours = [...paragraphs, ...where, ...(o.tags ?? []), ...(o.references ?? [])].map(words);
  if (op === 'contains') return ours.some((text) => text.includes(theirs.slice(0, 40)));
  return ours.some((text) => text !== '' && theirs.includes(text.slice(0, 40)));
};

/** We keep what a weakness leads to under its heading in the description. */
const impact: Check = (read, told, op) => composed(read, told, op) || composed(read, told, 'contains');

const title: Check = ({ o, rule }, told) => {
  const theirs = words(textOf(told));
  const ours = [o.title, o.rule, o.component?.name, rule?.name, o.message].map((t) => words(t ?? ''));
  return ours.some((text) => text !== '' && (theirs.includes(text) || text.startsWith(theirs.slice(0, 60))));
};

const references: Check = ({ o, rule }, told, op) => {
  const ours = [...(o.references ?? []), ...(rule?.references ?? []), rule?.url ?? ''];
  if (op === 'not_null') return ours.some((link) => link !== '');
  const theirs = textOf(told).match(/https?:\/\/[^\s)\]]+/g) ?? [];
  return theirs.every((link) => ours.includes(link) || /app\.snyk\.io/.test(link));
};

/** The peer's own phrase where the report gives no advice. */
const OWN_ADVICE = /update .* to at least the version recommended in the description$/;

const mitigation: Check = ({ o, rule }, told, op) => {
  const fixed = o.component?.fixedVersions ?? [];
  if (told === null) return fixed.length === 0;
  const theirs = words(textOf(told)).replace(OWN_ADVICE, '');
  if (theirs === '') return true;
  const ours = [o.remediation, o.told?.reason, rule?.help, ...fixed].map((t) => words(t ?? ''));
  if (op === 'contains') return ours.some((text) => text.includes(theirs));
  return ours.some((text) => text !== '' && (theirs.includes(text.slice(0, 30)) || text.includes(theirs)));
};

const ids = ({ o }: Read): string[] => [o.rule, ...o.vulnerabilities, ...Object.values(o.fingerprints ?? {})];

/** What the peer takes for the id of a result may be that of its vulnerability. */
const givenIds = (read: Read): string[] => [
  ...ids(read),
  ...(read.o.externalId === undefined ? [] : [read.o.externalId]),
];

const CVE_OR_GHSA = /^(?:CVE|GHSA)-/;

/** The peer's field names in our words. */
export const FIELDS: Record<string, Check> = {
  severity: ({ o }, told) => o.severity === textOf(told).toLowerCase(),
  title,
  description: composed,
  references,
  mitigation,
  component_name: componentName,
  component_version: ({ o }, told) => (o.component?.version ?? null) === told,
  cwe: ({ o }, told) => (empty(told) ? o.cwes.length === 0 : o.cwes.includes(cweOf(told))),
  unsaved_cwes: ({ o }, told) =>
    lists(told).every((n) => o.cwes.includes(cweOf(n))) && o.cwes.length === lists(told).length,
  // The peer may glue a name and an id together (`name:ID`).
  vuln_id_from_tool: (read, told) =>
    told === null || [textOf(told), ...textOf(told).split(/[:|\s]+/)].some((one) => ids(read).includes(one)),
  unique_id_from_tool: (read, told) =>
    told === null
      ? true
      : textOf(told)
          .split('|')
          .every((p) =>
            givenIds(read).some((id) => id === told || id === p || id === p.replace(/^[^:]*:/, '')),
          ),
  unsaved_vulnerability_ids: (read, told) =>
    told === null
      ? !read.o.vulnerabilities.some((id) => CVE_OR_GHSA.test(id))
      : lists(told).every((id) => ids(read).includes(textOf(id))),
  'unsaved_vulnerability_ids[0]': ({ o }, told) => o.vulnerabilities[0] === told,
  'unsaved_vulnerability_ids[1]': ({ o }, told) => o.vulnerabilities[1] === told,
  'unsaved_vulnerability_ids[2]': ({ o }, told) => o.vulnerabilities[2] === told,
  'unsaved_vulnerability_ids[3]': ({ o }, told) => o.vulnerabilities[3] === told,
  cve: ({ o }, told) => told === null || o.vulnerabilities.includes(textOf(told)),
  'len(unsaved_vulnerability_ids)': ({ o }, told) => o.vulnerabilities.length >= Number(told),
  cvssv3: vector(3),
  cvssv4: vector(4),
  cvssv3_score: score,
  cvssv4_score: score,
  file_path: ({ o }, told) => (o.place.path ?? '') === normalisePath(textOf(told)),
  line: ({ o }, told) => (empty(told) ? o.place.startLine === undefined : o.place.startLine === Number(told)),
  service: ({ o }, told) => textOf(told).replaceAll(' / ', '/') === o.resource?.id,
  fix_available: ({ o }, told) => told === (o.component?.fixedVersions.length ?? 0) > 0,
  fix_version: ({ o }, told) => o.component?.fixedVersions.includes(textOf(told)) ?? false,
  active: ({ o }, told) => told === (o.told === undefined),
  is_mitigated: ({ o }, told) => told === (o.told !== undefined),
  false_p: ({ o }, told) => told === (o.told?.state === 'false-positive'),
  risk_accepted: ({ o }, told) => told === (o.told?.state === 'accepted'),
  verified: ({ o }, told) =>
    o.kind !== 'secret' || o.secret?.verified === undefined || told === o.secret.verified,
  date: ({ o }, told) => told === null || o.firstFoundAt?.slice(0, 10) === textOf(told).slice(0, 10),
  epss_score: ({ o }, told) => told === null || o.epss === Number(told),
  impact,
  // The peer's own book-keeping, which says nothing of the report.
  nb_occurences: () => true,
  static_finding: () => true,
  dynamic_finding: () => true,
  unsaved_tags: () => true,
  scanner_confidence: () => true,
  severity_justification: () => true,
  url: () => true,
  duplicate: () => true,
  out_of_scope: () => true,
  under_review: () => true,
  epss_percentile: () => true,
  publish_date: () => true,
  thread_id: () => true,
  steps_to_reproduce: composed,
  'len(unsaved_req_resp)': () => true,
  'len(unsaved_files)': () => true,
  'len(unsaved_tags)': () => true,
  'unsaved_tags[0]': () => true,
  'unsaved_tags[1]': () => true,
  unsaved_request: () => true,
  unsaved_response: () => true,
  sast_source_object: () => true,
  sast_source_line: () => true,
  sast_source_file_path: () => true,
  sast_sink_object: () => true,
  sast_sink_line: () => true,
  sast_sink_file_path: () => true,
};
