import { bySigns } from '../kit/declare/recognise.ts';
import { severityOfWord } from '../kit/severity-words.ts';
import { asList, asRecord, type Json, str } from '../kit/values.ts';
import type { JsonElement, Reader, Sink } from '../reader.ts';
import { type Told, tell } from './tell.ts';
import { openVersion4 } from './version4.ts';

/**
 * Clair's reports, https://quay.github.io/clair/: the vulnerability report of version 4 (`clairctl report -o json`),
 * and what the clients of version 2 write: clair-scanner and Klar.
 */
export const reader: Reader = {
  card: {
    id: 'clair',
    name: 'Clair',
    homepage: 'https://github.com/quay/clair',
    aliases: ['clair_scan', 'clair-scanner', 'clairctl', 'klar'],
    kinds: ['container', 'dependency'],
    phase: 'build',
    produce: 'clairctl report -o json IMAGE > clair.json',
    versions: ['2', '4'],
    goodAt: 'packages of images',
    misses: 'what no distribution lists: software built by hand, language packages',
    noise: 'weaknesses that the distribution will not fix',
  },
  recognise: bySigns(
    { form: 'json-object', keys: ['LayerCount', 'Vulnerabilities'] },
    { form: 'json-object', keys: ['image', 'unapproved'] },
    {
      form: 'json-object',
      keys: ['manifest_hash', 'packages'],
      all: [/"(?:package_vulnerabilities|distributions|environments)"/],
    },
  ),
  mapping: {
    form: 'json',
    each: ['vulnerabilities[]', 'Vulnerabilities{}[]', 'package_vulnerabilities{}'],
    open,
  },
};

function open(shell: unknown, sink: Sink): (element: JsonElement) => void {
  sink.tool('Clair');
  const report = asRecord(shell);
  const version4 = openVersion4(report, sink);
  return ({ value, path, at }) => {
    if (path === 'package_vulnerabilities{}') return version4(String(at[0]), asList(value));
    const told = asRecord(value);
    const of = path === 'vulnerabilities[]' ? scanner(told) : klar(told);
    if (of === null)
      sink.note('warning', 'LK-READ-SKIPPED', 'An entry without a vulnerability was left out.');
    else tell(of, sink);
  };
}

/** The features of version 2 are source packages, as the distribution's advisories name them. */
function versionTwo(told: Json, keys: Record<keyof typeof SCANNER, string>): Told | null {
  const id = str(told[keys.id]);
  if (id === undefined) return null;
  const name = str(told[keys.name]) ?? 'unknown';
  return {
    id,
    name,
    source: name,
    version: str(told[keys.version]),
    ecosystem: str(told[keys.namespace])?.split(':', 1)[0],
    severity: severityOfWord(str(told[keys.severity])) ?? 'info',
    severityTold: str(told[keys.severity]),
    description: str(told[keys.description]),
    links: [str(told[keys.link])],
    fixedIn: str(told[keys.fixed]),
    layer: undefined,
  };
}

const SCANNER = {
  id: 'vulnerability',
  name: 'featurename',
  version: 'featureversion',
  namespace: 'namespace',
  severity: 'severity',
  description: 'description',
  link: 'link',
  fixed: 'fixedby',
};
const KLAR = {
  id: 'Name',
  name: 'FeatureName',
  version: 'FeatureVersion',
  namespace: 'NamespaceName',
  severity: 'Severity',
  description: 'Description',
  link: 'Link',
  fixed: 'FixedBy',
};
const scanner = (told: Json): Told | null => versionTwo(told, SCANNER);
const klar = (told: Json): Told | null => versionTwo(told, KLAR);
