import type { FindingKind, ToldState } from '../../kernel/observation.ts';
import type { Fields } from '../kit/declare/fields.ts';
import { jsonMapping, tableMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { all, flagOf, textOf } from '../kit/declare/values.ts';
import { asRecord } from '../kit/values.ts';
import type { Reader } from '../reader.ts';

const SHARED: Omit<Fields, 'kind' | 'rule'> = {
  title: 'title',
  severity: 'severity',
  message: prose,
  remediation: 'mitigation',
  references: 'references',
  firstFoundAt: 'date',
};

/** DefectDojo's own form for findings of tools that it has no parser for, as JSON and as CSV. */
export const reader: Reader = {
  card: {
    id: 'generic',
    name: 'Generic findings',
    homepage: 'https://docs.defectdojo.com/en/connecting_your_tools/parsers/generic_findings_import/',
    aliases: ['generic_findings_import'],
    kinds: ['code', 'dependency', 'web', 'manual'],
    phase: 'build',
    produce: 'export from a script of your own: {"findings": [{"title", "severity", "description", …}]}',
    versions: ['2', '3'],
    goodAt: 'whatever the script behind it finds',
    misses: 'rules: a title has to serve as one',
    noise: 'as much as the script behind it lets through',
  },
  recognise: bySigns(
    {
      form: 'json-object',
      keys: ['findings'],
      all: [
        /"title"\s*:\s*"/,
        /"description"\s*:\s*"/,
        /"severity"\s*:\s*"(?:Critical|High|Medium|Low|Info|Informational)"/,
      ],
      none: [/"(?:findingArn|assessment|AwsAccountId)"/],
    },
    { form: 'text', headers: ['Title', 'Severity', 'Description', 'Mitigation', 'FalsePositive'] },
    { form: 'text', headers: ['Title', 'Severity', 'Description', 'CweId', 'Impact'] },
  ),
  mapping: [
    jsonMapping({
      each: ['findings[]'],
      tool: { name: ['/type', '/name'], version: '/version' },
      fields: {
        ...SHARED,
        kind: kindOf,
        rule: ['vuln_id_from_tool', 'vulnerability_ids[0]', 'cve', 'title'],
        score: ['cvssv4_score', 'cvssv3_score'],
        vectors: (told) => [...all('cvssv4', told), ...all('cvssv3', told)],
        cwes: ['cwes', 'cwe'],
        vulnerabilities: ['vulnerability_ids[]', 'cve'],
        path: ['file_path', 'sast_source_file_path'],
        line: ['line', 'sast_source_line'],
        symbol: ['sast_sink_object', 'sast_source_object'],
        package: { name: 'component_name', version: 'component_version', fixed: 'fix_version' },
        web: { url: addressOf, parameter: 'param' },
        resource: { id: 'service' },
        epss: 'epss_score',
        exploited: 'known_exploited',
        externalId: 'unique_id_from_tool',
        fingerprints: { tool: 'unique_id_from_tool' },
        tags: ['tags[]', 'tags'],
        told: (told) => stateOf(told, 'false_p', 'is_mitigated', 'risk_accepted', 'out_of_scope', 'active'),
      },
    }),
    tableMapping({
      fields: {
        ...SHARED,
        kind: kindOf,
        rule: ['Vulnerability Id', 'CVE', 'Title'],
        score: ['CVSSV4_score', 'CVSSV3_score'],
        vectors: (told) => [...all('CVSSV4', told), ...all('CVSSV3', told)],
        cwes: 'CweId',
        vulnerabilities: ['Vulnerability Id', 'CVE'],
        web: { url: 'Url' },
        epss: 'epss_score',
        told: (told) => stateOf(told, 'FalsePositive', 'IsMitigated', 'RiskAccepted', 'OutOfScope', 'Active'),
      },
    }),
  ],
};

/** By the place that the finding names. */
function kindOf(told: Told): FindingKind {
  if (textOf('component_name', told) !== undefined) return 'dependency';
  if (textOf(['file_path', 'sast_source_file_path'], told) !== undefined) return 'code';
  return textOf('Url', told) !== undefined || addressOf(told) !== undefined ? 'web' : 'manual';
}

function prose(told: Told): string {
  const parts = [
    ['', textOf('description', told)],
    ['Impact', textOf('impact', told)],
    ['Steps to reproduce', textOf('steps_to_reproduce', told)],
    ['Why this severity', textOf('severity_justification', told)],
    ['Also at', endpoints(told).slice(1).join(', ') || undefined],
  ] as const;
  return parts
    .flatMap(([name, text]) => (text === undefined ? [] : name === '' ? text : `**${name}:** ${text}`))
    .join('\n\n');
}

/** Addresses come as text, or as their parts. */
const endpoints = (told: Told): string[] =>
  all('endpoints[]', told).flatMap((one) => {
    if (typeof one === 'string') return one;
    const { protocol, host, port, path } = asRecord(one);
    if (typeof host !== 'string') return [];
    const scheme = typeof protocol === 'string' ? `${protocol}://` : '';
    const end = typeof path === 'string' && path !== '' ? `/${path.replace(/^\//, '')}` : '';
    return `${scheme}${host}${port === undefined || port === null ? '' : `:${String(port)}`}${end}`;
  });

function addressOf(told: Told): string | undefined {
  return endpoints(told)[0];
}

function stateOf(
  told: Told,
  falsePositive: string,
  fixed: string,
  accepted: string,
  outOfScope: string,
  active: string,
): ToldState | undefined {
  if (flagOf(falsePositive, told)) return { state: 'false-positive' };
  if (flagOf(fixed, told)) return { state: 'fixed' };
  if (flagOf(accepted, told)) return { state: 'accepted' };
  if (flagOf(outOfScope, told)) return { state: 'suppressed', reason: 'Out of scope.' };
  return flagOf(active, told) === false ? { state: 'suppressed', reason: 'Not active.' } : undefined;
}
