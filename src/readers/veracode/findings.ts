import type { ToldState } from '../../kernel/observation.ts';
import type { Fields } from '../kit/declare/fields.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { own } from '../kit/values.ts';
import { SEVERITIES } from './severities.ts';

const FINDING = {
  severity: { of: 'finding_details.severity', words: SEVERITIES },
  cwes: 'finding_details.cwe.id',
  firstFoundAt: 'finding_status.first_found_date',
  told: toldState,
  skip: (told: Told) =>
    textOf('finding_status.status', told) === 'CLOSED'
      ? 'Findings that are closed in Veracode are left out.'
      : undefined,
} satisfies Partial<Fields>;

const FLAW = {
  ...FINDING,
  rule: (told: Told) => `CWE-${textOf('finding_details.cwe.id', told) ?? '0'}`,
  title: ['finding_details.finding_category.name', 'finding_details.cwe.name'],
  message: (told: Told) => paragraphs(told)[0],
  remediation: (told: Told) => paragraphs(told)[1],
  references: (told: Told) =>
    [...(textOf('description', told) ?? '').matchAll(/href="(https?:[^"]+)"/g)].map(([, href]) => href),
  externalId: 'issue_id',
  fingerprints: { veracode: 'issue_id' },
  ruleText: { name: 'finding_details.cwe.name' },
} satisfies Partial<Fields>;

const STATIC: Fields = {
  ...FLAW,
  kind: 'code',
  path: ['finding_details.file_path', 'finding_details.file_name'],
  line: 'finding_details.file_line_number',
  symbol: 'finding_details.procedure',
  tags: ['finding_details.attack_vector', 'finding_details.module'],
};
const DYNAMIC: Fields = {
  ...FLAW,
  kind: 'web',
  web: { url: 'finding_details.url', parameter: 'finding_details.vulnerable_parameter' },
};
const MANUAL: Fields = { ...STATIC, kind: 'manual' };

const PACKAGE: Fields = {
  ...FINDING,
  kind: 'dependency',
  rule: 'finding_details.cve.name',
  title: ['finding_details.cwe.name', 'finding_details.cve.name'],
  message: 'description',
  score: ['finding_details.cve.cvss3.score', 'finding_details.cve.cvss'],
  vectors: vector,
  vulnerabilities: 'finding_details.cve.name',
  path: 'finding_details.component_path[].path',
  package: {
    type: (told) => own(ECOSYSTEMS, textOf('finding_details.language', told) ?? ''),
    name: packageName,
    version: 'finding_details.version',
  },
  references: 'finding_details.cve.href',
  ruleText: { name: 'finding_details.cve.name', description: 'description' },
};

const BY_TYPE: Record<string, Fields> = { STATIC, DYNAMIC, MANUAL, SCA: PACKAGE };

export const json = jsonMapping({
  each: ['findings[]', '_embedded.findings[]'],
  fields: (told) => own(BY_TYPE, textOf('scan_type', told) ?? '') ?? STATIC,
});

const ECOSYSTEMS: Record<string, string> = {
  JAVA: 'maven',
  JAVASCRIPT: 'npm',
  PYTHON: 'pypi',
  RUBY: 'gem',
  DOTNET: 'nuget',
  GO: 'golang',
  PHP: 'composer',
};

/** `core-1.2.jar` of version 1.2 is the package `core`. */
function packageName(told: Told): string | undefined {
  const file = textOf('finding_details.component_filename', told);
  const version = textOf('finding_details.version', told);
  return file?.replace(/\.(?:jar|war|dll)$/, '').replace(version === undefined ? '' : `-${version}`, '');
}

/** The parts stand without the version they belong to. */
function vector(told: Told): string | undefined {
  const parts = textOf('finding_details.cve.cvss3.vector', told);
  return parts === undefined || parts.startsWith('CVSS:') ? parts : `CVSS:3.1/${parts}`;
}

/** What was found, what to do, where to read on: each in an element of its own. */
function paragraphs(told: Told): string[] {
  return (textOf('description', told) ?? '').split(/<\/span>\s*<span>/).map((part) => part.trim());
}

function toldState(told: Told): ToldState | undefined {
  const resolution = textOf('finding_status.resolution', told);
  const reason = textOf('finding_status.mitigation_review_status', told);
  if (resolution === 'MITIGATED') return { state: 'accepted', reason };
  if (resolution === 'POTENTIAL_FALSE_POSITIVE') return { state: 'false-positive', reason };
  return undefined;
}
