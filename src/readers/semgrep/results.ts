import type { FindingKind, Observation } from '../../kernel/observation.ts';
import type { Severity } from '../../kernel/severity.ts';
import { cweNumbers } from '../kit/cwe.ts';
import { links } from '../kit/links.ts';
import { maskLine } from '../kit/mask.ts';
import { severityOfWord } from '../kit/severity-words.ts';
import { asRecord, headline, type Json, lineNumber, str, strings } from '../kit/values.ts';
import type { JsonElement, Sink } from '../reader.ts';
import { deploymentVulnerability, describeDependency } from './supply-chain.ts';

/** What Semgrep prints where a value needs an account. */
const WITHHELD = 'requires login';

const given = (value: unknown): string | undefined => {
  const told = str(value);
  return told === WITHHELD ? undefined : told;
};

export function openSemgrep(shell: unknown, sink: Sink): (element: JsonElement) => void {
  sink.tool('Semgrep', str(asRecord(shell)['version']));
  return ({ value, path, at }) => {
    if (path === 'vulns[]') {
      deploymentVulnerability(asRecord(value), sink);
      return;
    }
    const result = asRecord(value);
    const rule = str(result['check_id']);
    if (rule === undefined) {
      sink.note('warning', 'LK-READ-SKIPPED', 'A result without a rule was left out.', `results[${at[0]}]`);
      return;
    }
    const extra = asRecord(result['extra']);
    const metadata = asRecord(extra['metadata']);
    const o = observe(rule, result, extra, metadata);
    sink.rule(ruleOf(o, metadata));
    sink.observation(o);
  };
}

/** ERROR, WARNING and INFO are the older names of HIGH, MEDIUM and LOW. */
const OLDER_NAMES = new Map<string, Severity>([
  ['ERROR', 'high'],
  ['WARNING', 'medium'],
  ['INFO', 'low'],
]);

const severityOf = (told: string | undefined): Severity =>
  OLDER_NAMES.get(told ?? '') ?? severityOfWord(told) ?? 'info';

function kindOf(extra: Json, metadata: Json): FindingKind {
  if (extra['sca_info'] !== undefined) return 'dependency';
  if (extra['validation_state'] !== undefined && metadata['secret_type'] !== undefined) return 'secret';
  const classes = strings(metadata['vulnerability_class']);
  return classes.includes('Hard-coded Secrets') || metadata['secret_type'] !== undefined ? 'secret' : 'code';
}

function observe(rule: string, result: Json, extra: Json, metadata: Json): Observation {
  const start = asRecord(result['start']);
  const end = asRecord(result['end']);
  const message = str(extra['message']);
  const told = str(extra['severity']);
  const fingerprint = given(extra['fingerprint']);
  const o: Observation = {
    kind: kindOf(extra, metadata),
    rule,
    title: headline(message ?? rule),
    message,
    severity: severityOf(told),
    severityTold: told,
    cwes: cweNumbers(metadata['cwe']),
    vulnerabilities: [],
    place: {
      path: str(result['path']),
      startLine: lineNumber(start['line']),
      endLine: lineNumber(end['line']),
      startColumn: lineNumber(start['col']),
      endColumn: lineNumber(end['col']),
      snippet: given(extra['lines']),
    },
    references: links(metadata['references'], metadata['shortlink'], metadata['source']),
    remediation: str(extra['fix']),
  };
  if (fingerprint !== undefined) o.fingerprints = { semgrep: fingerprint };
  if (extra['is_ignored'] === true)
    o.told = { state: 'suppressed', reason: 'nosemgrep comment in the source' };
  if (o.kind === 'dependency') describeDependency(o, asRecord(extra['sca_info']), metadata);
  if (o.kind === 'secret') describeSecret(o, extra);
  return o;
}

function describeSecret(o: Observation, extra: Json): void {
  const state = str(extra['validation_state']);
  o.secret = {};
  if (state === 'CONFIRMED_VALID') o.secret.verified = true;
  if (state === 'CONFIRMED_INVALID') o.secret.verified = false;
  if (o.place.snippet !== undefined) o.place.snippet = maskLine(o.place.snippet);
}

function ruleOf(o: Observation, metadata: Json) {
  const references = links(metadata['references'], metadata['source-rule-url']);
  const url = links(metadata['shortlink'], metadata['source'])[0];
  const tags = [
    ...strings(metadata['technology']),
    ...strings(metadata['owasp']),
    ...strings(metadata['category']),
  ];
  return { id: o.rule, name: o.title, description: o.message, url, cwes: o.cwes, references, tags };
}
