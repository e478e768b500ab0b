import type { FindingKind } from '../../kernel/observation.ts';
import type { Fields } from '../kit/declare/fields.ts';
import { inPackage } from '../kit/declare/packages.ts';
import type { Told } from '../kit/declare/told.ts';
import { flagOf, textOf, textsOf } from '../kit/declare/values.ts';

/** One issue as the API tells it. */
export const issue: Fields = {
  kind: kindOf('issue_type'),
  rule: (told) => ruleOf(told, 'vulnerability.cve', 'vulnerability.id', 'issue_type'),
  title: inPackage(['vulnerability.title', 'license.name', 'issue_type'], 'library.name'),
  severity: { of: () => undefined, unrated: 'medium' },
  score: ['vulnerability.cvss3_score', 'severity'],
  vectors: (told) => [
    ...textsOf('vulnerability.cvss3_vector', told).map((vector) =>
      vector.startsWith('CVSS:') ? vector : `CVSS:3.1/${vector}`,
    ),
    ...textsOf('vulnerability.cvss2_vector', told).map((vector) => vector.replace(/^\(|\)$/g, '')),
  ],
  cwes: 'vulnerability.cwe_id',
  vulnerabilities: (told) => cveOf(told, 'vulnerability.cve'),
  package: {
    type: (told) => coordinates(told)[0],
    name: (told) => coordinates(told).slice(1, -1).filter(Boolean).join(':') || textOf('library.name', told),
    version: 'library.version',
    direct: 'library.direct',
  },
  externalId: 'id',
  firstFoundAt: 'created_date',
  references: '_links.html.href',
  tags: (told) => (flagOf('vulnerable_method', told) ? ['vulnerable method is called'] : []),
  told: (told) => state(textOf('issue_status', told), flagOf('ignored', told)),
  ruleText: { name: 'vulnerability.title', description: 'vulnerability.overview' },
};

/** `maven:group:artifact:1.0:`: manager, coordinates, version, platform. */
function coordinates(told: Told): string[] {
  const [manager, first, second, version] = (textOf('library.id', told) ?? '').split(':');
  return manager === undefined || first === undefined ? [] : [manager, first, second ?? '', version ?? ''];
}

const COORDINATES = ['Coordinate 1', 'Coordinate 2'];

/** One row of the page's export. */
export const row: Fields = {
  kind: kindOf('Issue type'),
  rule: (told) => ruleOf(told, 'CVE', 'Vulnerability ID', 'Issue type'),
  title: inPackage(['Title', 'License', 'Issue type'], 'Library'),
  severity: { of: 'Severity', unrated: 'medium' },
  score: 'CVSS score',
  vulnerabilities: (told) => cveOf(told, 'CVE'),
  package: {
    type: 'Package manager',
    name: (told) => COORDINATES.flatMap((name) => textsOf(name, told)).join(':'),
    version: 'Version in use',
    fixed: 'Updated Version',
    direct: (told) => textOf('Dependency (Transitive or Direct)', told)?.toLowerCase() === 'direct',
  },
  externalId: 'Issue ID',
  // `7 Jul 2022 09:15AM GMT`: the hours count to 24 all the same.
  firstFoundAt: (told) => textOf('Issue opened: Scan date', told)?.replace(/(\d)[AP]M\b/, '$1'),
  tags: (told) => (flagOf('Has vulnerable methods', told) ? ['vulnerable method is called'] : []),
  told: (told) => state(textOf('Status', told), flagOf('Ignored', told)),
  ruleText: { name: 'Title' },
};

function kindOf(type: string) {
  return (told: Told): FindingKind =>
    /licen[cs]e/i.test(textOf(type, told) ?? '') ? 'license' : 'dependency';
}

/** Numbers of CVE are told without the word. */
const cveOf = (told: Told, name: string): string[] =>
  textsOf(name, told).map((cve) => (/^\d{4}-\d+$/.test(cve) ? `CVE-${cve}` : cve));

function ruleOf(told: Told, cve: string, id: string, type: string): string | undefined {
  const number = textOf(id, told);
  return cveOf(told, cve)[0] ?? (number === undefined ? textOf(type, told) : `veracode:${number}`);
}

function state(
  status: string | undefined,
  ignored: boolean | undefined,
): ReturnType<NonNullable<Fields['told']>> {
  if (ignored === true) return { state: 'accepted', reason: 'Ignored in Veracode' };
  return status !== undefined && /^(?:fixed|resolved)$/i.test(status) ? { state: 'fixed' } : undefined;
}
