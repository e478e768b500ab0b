import type { Fields } from '../kit/declare/fields.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { inPackage, packageKind } from '../kit/declare/packages.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

/** Anchore writes the word where there is nothing to say. */
const unlessNone = (spec: string) => (told: Told) =>
  textsOf(spec, told).filter((text) => text !== 'None' && text !== 'N/A');

/** Packages of the system have `None` or `pkgdb` for a place. */
const inImage = (spec: string) => (told: Told) => textsOf(spec, told).filter((path) => path.startsWith('/'));

const vulnerability: Fields = {
  kind: packageKind('package_type'),
  rule: 'vuln',
  title: inPackage('vuln', 'package_name', 'package_version'),
  severity: 'severity',
  score: 'nvd_data[].cvss_v3.base_score',
  vulnerabilities: (told) => [...textsOf('vuln', told), ...textsOf('nvd_data[].id', told)],
  path: inImage('package_path'),
  package: {
    type: 'package_type',
    name: 'package_name',
    version: 'package_version',
    fixed: unlessNone('fix'),
  },
  references: 'url',
  ruleText: { url: 'url' },
};

const evaluation: Fields = {
  kind: packageKind('packageType'),
  rule: 'vulnerabilityId',
  title: inPackage('vulnerabilityId', 'package'),
  severity: 'severity',
  score: 'nvdCvssBaseScore',
  vulnerabilities: (told) => [
    ...textsOf('vulnerabilityId', told),
    ...textsOf('cves', told).flatMap((text) => text.split(/[\s,]+/)),
  ],
  path: inImage('path'),
  package: {
    type: 'packageType',
    name: (told) => parts(told)[0],
    version: (told) => parts(told)[1],
    fixed: unlessNone('fixAvailable'),
  },
  firstFoundAt: 'detectedAt',
  references: 'link',
  ruleText: { url: 'link' },
};

/** Name and version stand together: RPM has a release after its version, others begin it with the last `-1`. */
const TOGETHER = { rpm: /^(.+)-([^-]+-[^-]+)$/, other: /^(.+)-(\d.*)$/ };

function parts(told: Told): [name: string | undefined, version: string | undefined] {
  const text = textOf('package', told);
  const pattern = textOf('packageType', told)?.toLowerCase() === 'rpm' ? TOGETHER.rpm : TOGETHER.other;
  const [, name, version] = pattern.exec(text ?? '') ?? [];
  return [name ?? text, version];
}

/** Anchore Engine's list of vulnerabilities, and the evaluation of a newer Anchore. */
export const reader: Reader = {
  card: {
    id: 'anchore-engine',
    name: 'Anchore Engine',
    homepage: 'https://github.com/anchore/anchore-engine',
    aliases: ['anchore'],
    kinds: ['container', 'dependency'],
    phase: 'build',
    produce: 'anchore-cli --json image vuln IMAGE all > anchore.json',
    versions: ['0.7', '1.1', 'security evaluation of 2025'],
    goodAt: 'packages of images, of the system and of languages',
    misses: 'software built by hand',
    noise: 'weaknesses that the distribution will not fix',
  },
  recognise: bySigns(
    { form: 'json-object', keys: ['imageDigest', 'vulnerabilities', 'vulnerability_type'] },
    { form: 'json-object', keys: ['imageDigest', 'vulnerabilities'], all: [/"feed_group"/] },
    { form: 'json-object', keys: ['metadata', 'securityEvaluation'] },
  ),
  mapping: jsonMapping({
    each: ['vulnerabilities[]', 'securityEvaluation[]'],
    fields: ({ from }) => (from === 'securityEvaluation[]' ? evaluation : vulnerability),
  }),
};
