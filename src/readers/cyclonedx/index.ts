import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';
import { jsonMapping } from './json.ts';
import { xmlMapping } from './xml.ts';

export const reader: Reader = {
  card: {
    id: 'cyclonedx',
    name: 'CycloneDX',
    homepage: 'https://cyclonedx.org',
    aliases: ['cyclonedx', 'CycloneDX Scan', 'cdx', 'cyclonedx-vex'],
    kinds: ['dependency', 'container'],
    phase: 'build',
    produce: 'grype dir:. -o cyclonedx-json > bom.cdx.json',
    versions: ['1.0', '1.1', '1.2', '1.3', '1.4', '1.5', '1.6'],
    goodAt: 'one list of components and their weaknesses, whoever made it',
    misses: 'whatever its maker did not look for; ratings differ between makers',
    noise: 'components of tests and builds, unless left out when it was made',
  },
  recognise: bySigns(
    { form: 'xml', root: 'bom', namespace: 'http://cyclonedx.org/schema/bom/' },
    { form: 'json-object', keys: ['bomFormat'], all: [/"bomFormat"\s*:\s*"CycloneDX"/] },
    {
      form: 'json-object',
      keys: ['$schema'],
      all: [/"\$schema"\s*:\s*"https?:\/\/cyclonedx\.org\/schema\/bom/],
      none: [/"bomFormat"/],
    },
  ),
  mapping: [jsonMapping, xmlMapping],
};
