import { allOf } from '../kit/declare/facts.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { inPackage } from '../kit/declare/packages.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import { gitlabState } from '../kit/gitlab-state.ts';
import { asList, asRecord, str } from '../kit/values.ts';
import type { Reader } from '../reader.ts';

const PUBLIC = /^(?:cve|ghsa)$/;

/** GitLab's report of dependency scanning, https://gitlab.com/gitlab-org/security-products/security-report-schemas */
export const reader: Reader = {
  card: {
    id: 'gitlab-dep-scan',
    name: 'GitLab dependency scanning',
    homepage: 'https://docs.gitlab.com/user/application_security/dependency_scanning/',
    aliases: ['gl-dependency-scanning-report', 'gemnasium'],
    kinds: ['dependency'],
    phase: 'build',
    produce: 'take the artifact gl-dependency-scanning-report.json of the job',
    versions: ['3', '14', '15'],
    goodAt: 'lock files of most ecosystems',
    misses: 'the severity of what GitLab’s own database rates no further',
    noise: 'weaknesses of tools that run only while building',
  },
  recognise: bySigns(
    {
      form: 'json-object',
      keys: ['version', 'vulnerabilities'],
      any: [/"(?:type|category)"\s*:\s*"dependency_scanning"/],
    },
    {
      form: 'json-object',
      keys: ['version', 'vulnerabilities'],
      all: [/"identifiers"\s*:/, /"location"\s*:\s*\{\s*"file"\s*:\s*"[^"]*",\s*"dependency"\s*:/],
      none: [/"image"\s*:/],
    },
  ),
  mapping: jsonMapping({
    each: ['vulnerabilities[]'],
    tool: { name: ['scan.analyzer.name', 'scan.scanner.name'], version: 'scan.scanner.version' },
    fields: {
      kind: 'dependency',
      rule: (told) => identifiersOf(told, PUBLIC)[0] ?? textOf('identifiers[0].value', told),
      title: inPackage(['name', 'message'], 'location.dependency.package.name'),
      message: ['message', 'description'],
      severity: { of: 'severity', words: { Unknown: 'info' }, unrated: 'medium' },
      vectors: 'cvss_vectors[].vector',
      cwes: (told) => identifiersOf(told, /^cwe$/),
      vulnerabilities: (told) => [
        ...identifiersOf(told, PUBLIC),
        ...identifiersOf(told, /^(?:osvdb|gemnasium)$/),
      ],
      path: 'location.file',
      package: {
        type: ecosystem,
        name: 'location.dependency.package.name',
        version: 'location.dependency.version',
        fixed: (told) => /upgrade to versions? ([\d.v][^\s,]*)/i.exec(textOf('solution', told) ?? '')?.[1],
        direct: 'location.dependency.direct',
      },
      externalId: 'id',
      references: allOf('links[].url', 'identifiers[].url'),
      remediation: 'solution',
      fingerprints: { gitlab: 'cve' },
      firstFoundAt: 'discovered_at',
      told: gitlabState,
      ruleText: { name: 'name', description: 'description' },
    },
  }),
};

/** Values of the identifiers of some types, in their order. */
const identifiersOf = ({ value }: Told, types: RegExp): string[] =>
  asList(asRecord(value)['identifiers']).flatMap((one) => {
    const { type, value: id } = asRecord(one);
    return typeof type === 'string' && types.test(type.toLowerCase()) ? (str(id) ?? []) : [];
  });

/** The manager of the file that names it; the address in GitLab's database says it as well (`…/master/go/…`). */
function ecosystem(told: Told): string | undefined {
  const path = textOf('location.file', told);
  const files = asList(asRecord(told.shell)['dependency_files']).map(asRecord);
  const manager = str(files.find((file) => file['path'] === path)?.['package_manager']);
  if (manager !== undefined) return manager;
  return textsOf('identifiers[].url', told)
    .map((url) => /gemnasium-db\/-\/blob\/master\/([a-z]+)\//.exec(url)?.[1])
    .find((found) => found !== undefined);
}
