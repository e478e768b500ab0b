import { allOf } from '../kit/declare/facts.ts';
import type { Fields } from '../kit/declare/fields.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { inPackage } from '../kit/declare/packages.ts';
import { named, paragraphs } from '../kit/declare/prose.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf } from '../kit/declare/values.ts';
import { num } from '../kit/values.ts';
import type { Reader } from '../reader.ts';

const vulnerability: Fields = {
  kind: 'dependency',
  rule: ['cve', 'vulnId', 'id'],
  title: inPackage(['title', 'cve', 'vulnId', 'type'], 'source.name'),
  message: paragraphs(
    'details',
    named('Package', 'source.id'),
    named('Depths', (told) => {
      const [direct, deep] = [textOf('depths.direct', told), textOf('depths.deep', told)];
      return direct === undefined ? undefined : `direct ${direct}, transitive ${deep ?? 0}`;
    }),
    named('Affected versions', 'affectedVersionRanges[]'),
    named('Projects', 'projects[].title'),
  ),
  severity: { of: 'severity', unrated: 'medium' },
  score: 'cvss',
  vectors: 'cvssVector',
  cwes: 'cwes[]',
  vulnerabilities: allOf('cve', 'vulnId'),
  package: {
    type: 'source.packageManager',
    name: 'source.name',
    version: 'source.version',
    fixed: allOf('remediation.partialFix', 'remediation.completeFix'),
    direct: (told) => {
      const direct = num(textOf('depths.direct', told));
      return direct === undefined ? undefined : direct > 0;
    },
  },
  externalId: 'id',
  fingerprints: { project: 'projects[0].id' },
  firstFoundAt: 'createdAt',
  references: allOf('references[].url', 'references[]'),
  remediation: (told) => {
    const [complete, partial] = [
      textOf('remediation.completeFix', told),
      textOf('remediation.partialFix', told),
    ];
    const version = complete ?? partial;
    return version === undefined ? undefined : `Complete fix: upgrade to ${version}.`;
  },
  epss: 'epss.score',
  // Ignored in every project that has it.
  told: (told) =>
    num(textOf('statuses.active', told)) === 0 && (num(textOf('statuses.ignored', told)) ?? 0) > 0
      ? { state: 'accepted' }
      : undefined,
  ruleText: { name: 'title', description: 'details' },
};

const license: Fields = {
  ...vulnerability,
  kind: 'license',
  rule: (told) => `${textOf('type', told)}: ${textOf('license', told) ?? 'unknown'}`,
  vulnerabilities: () => [],
};

/** FOSSA's list of issues, from its API. */
export const reader: Reader = {
  card: {
    id: 'fossa',
    name: 'FOSSA',
    homepage: 'https://fossa.com',
    aliases: [],
    kinds: ['dependency', 'license'],
    phase: 'build',
    produce:
      'curl -H "Authorization: Bearer $FOSSA_API_KEY" "https://app.fossa.com/api/v2/issues?category=vulnerability"',
    versions: ['API 2'],
    goodAt: 'licences and weaknesses of dependencies, however deep',
    misses: 'the file that names the dependency',
    noise: 'matters of licences that nobody asked about',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['issues'],
    all: [/"depths"\s*:/, /"statuses"\s*:/, /"packageManager"\s*:/],
  }),
  mapping: jsonMapping({
    each: ['issues[]'],
    fields: (told) => (textOf('type', told) === 'vulnerability' ? vulnerability : license),
  }),
};
