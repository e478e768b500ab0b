import { facts } from '../kit/declare/facts.ts';
import type { Fields } from '../kit/declare/fields.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

/** What WPScan noticed about the site. */
const NOTICED: Fields = {
  kind: 'web',
  rule: 'type',
  title: 'to_s',
  message: facts({
    Shown: (told) => textsOf('interesting_entries', told).join(', '),
    'Found by': 'found_by',
  }),
  severity: { of: () => undefined, otherwise: 'info' },
  web: { url: 'url' },
  references: 'references.url[]',
  tags: (told) => `confidence:${textOf('confidence', told) ?? 'unknown'}`,
};

/** A known vulnerability of WordPress, a theme or a plugin, which holds the list. */
const KNOWN: Fields = {
  kind: 'dependency',
  rule: (told) => textOf(['references.wpvulndb[]', 'references.cve[]', 'title'], told),
  title: 'title',
  // WPScan rates vulnerabilities only for those who pay for it.
  severity: { of: () => undefined, otherwise: 'medium' },
  score: 'cvss.score',
  vectors: 'cvss.vector',
  vulnerabilities: (told) =>
    textsOf('references.cve[]', told).map((cve) => (/^CVE-/i.test(cve) ? cve : `CVE-${cve}`)),
  package: { name: nameOf, version: versionOf, fixed: 'fixed_in' },
  references: 'references.url[]',
  remediation: (told) => {
    const fixed = textOf('fixed_in', told);
    return fixed && `Fixed in: ${fixed}`;
  },
  fingerprints: { wpvulndb: 'references.wpvulndb[]' },
};

/** WPScan's JSON. */
export const reader: Reader = {
  card: {
    id: 'wpscan',
    name: 'WPScan',
    homepage: 'https://wpscan.com',
    aliases: [],
    kinds: ['dependency', 'web'],
    phase: 'test',
    produce: 'wpscan --url https://blog.example.com --format json -o wpscan.json',
    versions: ['3.5', '3.8'],
    goodAt: 'WordPress, its plugins and themes with known vulnerabilities',
    misses: 'plugins it cannot see from outside; vulnerabilities at all without an API token',
    noise: 'vulnerabilities of every version, where it could not tell the one installed',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['banner'],
    all: [/"description"\s*:\s*"WordPress Security Scanner|@_WPScan_/],
  }),
  mapping: jsonMapping({
    each: [
      'interesting_findings[]',
      'version.vulnerabilities[]',
      'main_theme.vulnerabilities[]',
      'plugins{}',
      'themes{}',
    ],
    within: ({ from }) => (from?.endsWith('{}') ? ['vulnerabilities[]'] : []),
    tool: { name: '=WPScan', version: 'banner.version' },
    fields: ({ from }) => (from === 'interesting_findings[]' ? NOTICED : KNOWN),
  }),
};

/** Vulnerabilities of plugins and further themes stand in them; others in parts of the document. */
function nameOf(told: Told): string | undefined {
  if (told.from === 'version.vulnerabilities[]') return 'wordpress';
  return textOf(told.from === 'main_theme.vulnerabilities[]' ? '/main_theme.slug' : ['^slug', '^#'], told);
}

function versionOf(told: Told): string | undefined {
  if (told.from === 'version.vulnerabilities[]') return textOf('/version.number', told);
  return textOf(
    told.from === 'main_theme.vulnerabilities[]' ? '/main_theme.version.number' : '^version.number',
    told,
  );
}
