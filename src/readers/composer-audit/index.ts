import { allOf } from '../kit/declare/facts.ts';
import type { Fields } from '../kit/declare/fields.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { inPackage } from '../kit/declare/packages.ts';
import { named, paragraphs } from '../kit/declare/prose.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { asRecord } from '../kit/values.ts';
import type { Reader } from '../reader.ts';

const advisory: Fields = {
  kind: 'dependency',
  rule: ['cve', 'advisoryId'],
  title: inPackage('title', 'packageName'),
  message: paragraphs(named('Affected versions', 'affectedVersions'), named('Reported', 'reportedAt')),
  severity: { of: 'severity', unrated: 'medium' },
  vulnerabilities: allOf('cve', 'sources[].remoteId', 'advisoryId'),
  path: '=composer.lock',
  package: { type: '=composer', name: 'packageName', fixed: firstFixed },
  references: 'link',
  told: (told) => {
    if (!('ignoreReason' in asRecord(told.value))) return undefined;
    const reason = textOf('ignoreReason', told);
    return { state: 'accepted', ...(reason !== undefined && { reason }) };
  },
  ruleText: { name: 'title', url: 'link' },
};

/** `"acme/old": "acme/new"`, or null where there is no successor. */
const abandoned: Fields = {
  kind: 'dependency',
  rule: '=abandoned',
  title: (told) => `${textOf('#', told)} is no longer maintained`,
  path: '=composer.lock',
  package: { type: '=composer', name: '#' },
  remediation: (told) => (typeof told.value === 'string' ? `Use ${told.value} instead.` : undefined),
  ruleText: { name: '=Abandoned package' },
};

/** `composer audit --format=json`. */
export const reader: Reader = {
  card: {
    id: 'composer-audit',
    name: 'Composer audit',
    homepage: 'https://getcomposer.org/doc/03-cli.md#audit',
    aliases: [],
    kinds: ['dependency'],
    phase: 'build',
    produce: 'composer audit --locked --format=json > composer-audit.json',
    versions: ['2.4', '2.8'],
    goodAt: 'packages of a lock file, also abandoned ones',
    misses: 'the version that is installed: the report does not name it',
    noise: 'packages for development, unless --no-dev is given',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['advisories', 'abandoned'],
    none: [/"(?:muted|runId)"\s*:/],
  }),
  mapping: jsonMapping({
    each: ['advisories{}[]', 'ignored-advisories{}[]', 'abandoned{}'],
    fields: ({ value }) => (typeof value === 'object' && value !== null ? advisory : abandoned),
  }),
};

/** `<1.1.4|>=2.0.0,<2.1.1`: the upper bounds are the first versions without it. */
function firstFixed(told: Told): string[] {
  const range = textOf('affectedVersions', told) ?? '';
  return [...range.matchAll(/<(?!=)\s*v?([\w.-]+)/g)].map(([, version]) => version!);
}
