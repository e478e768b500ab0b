import type { Fields } from '../kit/declare/fields.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { gitlabState } from '../kit/gitlab-state.ts';
import { asList, asRecord, str, text } from '../kit/values.ts';
import type { Reader } from '../reader.ts';

const CODE: Fields = {
  kind: 'code',
  rule: ruleId,
  title: ['name', 'message', 'identifiers[0].name'],
  message: ['description', 'message', 'name'],
  severity: 'severity',
  cwes: ({ value }) => identifiers(value).flatMap((one) => (one['type'] === 'cwe' ? cweOf(one) : [])),
  path: 'location.file',
  line: 'location.start_line',
  endLine: 'location.end_line',
  snippet: 'raw_source_code_extract',
  symbol: ({ value }) => symbolOf(asRecord(asRecord(value)['location'])),
  externalId: 'id',
  references: ({ value }) => [
    ...identifiers(value).map((one) => one['url']),
    ...asList(asRecord(value)['links']).map((link) => asRecord(link)['url']),
  ],
  remediation: 'solution',
  fingerprints: { gitlab: 'cve' },
  firstFoundAt: 'discovered_at',
  told: gitlabState,
  ruleText: { name: ['name', 'identifiers[0].name'], url: 'identifiers[0].url' },
};

/** Before GitLab had a report of its own for them, credentials stood among the results of SAST. */
const LEAK: Fields = { ...CODE, kind: 'secret', secret: {} };

/** GitLab's report of SAST, https://gitlab.com/gitlab-org/security-products/security-report-schemas */
export const reader: Reader = {
  card: {
    id: 'gitlab-sast',
    name: 'GitLab SAST',
    homepage: 'https://docs.gitlab.com/user/application_security/sast/',
    aliases: ['gl-sast-report'],
    kinds: ['code', 'secret'],
    phase: 'build',
    produce: 'take the artifact gl-sast-report.json of the job',
    versions: ['2.3', '3', '14', '15'],
    goodAt: 'one format for the analysers that GitLab runs',
    misses: 'severities, where the analyser gives none',
    noise: 'test code and generated files, unless excluded',
  },
  recognise: bySigns(
    { form: 'json-object', keys: ['version', 'vulnerabilities'], all: [/"type"\s*:\s*"sast"/] },
    { form: 'json-object', keys: ['version', 'vulnerabilities'], all: [/"category"\s*:\s*"sast"/] },
    {
      form: 'json-object',
      keys: ['version', 'vulnerabilities'],
      all: [/"identifiers"\s*:/, /"type"\s*:\s*"\w+_(?:rule|test)_(?:id|type)"/, /"file"\s*:/],
      none: [
        /"scan"\s*:/,
        /"category"\s*:/,
        // Secret detection: both of them.
        /^(?=[\s\S]*"gitleaks_rule_id")(?=[\s\S]*"raw_source_code_extract")/,
      ],
    },
  ),
  mapping: jsonMapping({
    each: ['vulnerabilities[]'],
    tool: { name: ['scan.analyzer.name', 'scan.scanner.name'], version: 'scan.scanner.version' },
    fields: ({ value }) => (isLeak(value) ? LEAK : CODE),
  }),
};

const identifiers = (value: unknown) => asList(asRecord(value)['identifiers']).map(asRecord);

const isLeak = (value: unknown): boolean =>
  /^(?:gitleaks|trufflehog)_/.test(str(identifiers(value)[0]?.['type']) ?? '');

/** Some analysers put a sentence into the value and the id into the name. */
function ruleId({ value }: Told): string | undefined {
  const [first] = identifiers(value);
  const id = text(first?.['value']);
  return id !== undefined && !/[.:] |\.$/.test(id) ? id : str(first?.['name']);
}

/** The number stands in the value, or only in the name. */
const cweOf = (one: ReturnType<typeof asRecord>): string[] =>
  [text(one['value']), str(one['name'])].filter((told): told is string => /^(?:cwe-?)?\d+/i.test(told ?? ''));

const symbolOf = (location: ReturnType<typeof asRecord>): string | undefined =>
  [str(location['class']), str(location['method'])].filter((part) => part !== undefined).join('#') ||
  undefined;
