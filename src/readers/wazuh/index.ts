import type { Fields } from '../kit/declare/fields.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { inPackage } from '../kit/declare/packages.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

/** `Package less than 4.3.2` -> the version that no longer has the weakness. */
const FIXED = /less than (?!or\b)(\S+)$/i;

/** Up to version 4.7 the manager is asked for one host, whose name the answer does not hold. */
const affected: Fields = {
  kind: 'host',
  rule: 'cve',
  title: inPackage('cve', 'name', 'version'),
  severity: 'severity',
  score: ['cvss3_score', 'cvss2_score'],
  vulnerabilities: 'cve',
  package: {
    name: 'name',
    version: 'version',
    fixed: (told) => FIXED.exec(textOf('condition', told) ?? '')?.[1],
  },
  firstFoundAt: 'detection_time',
  references: 'external_references[]',
  told: (told) =>
    textOf('status', told) === 'OBSOLETE' ? { state: 'fixed', reason: 'obsolete in Wazuh' } : undefined,
  ruleText: { name: 'title' },
};

const source = (path: string): string => `_source.${path}`;

/** Since version 4.8 they are documents of the indexer. */
const state: Fields = {
  kind: 'host',
  rule: source('vulnerability.id'),
  title: inPackage(source('vulnerability.id'), source('package.name'), source('package.version')),
  severity: source('vulnerability.severity'),
  score: source('vulnerability.score.base'),
  vulnerabilities: source('vulnerability.id'),
  path: source('package.path'),
  package: {
    type: [source('package.type'), source('host.os.platform')],
    name: source('package.name'),
    version: source('package.version'),
    fixed: (told) => FIXED.exec(textOf(source('vulnerability.scanner.condition'), told) ?? '')?.[1],
  },
  resource: { id: [source('agent.name'), source('agent.id')], host: source('agent.name'), type: '=host' },
  externalId: '_id',
  fingerprints: { wazuh: '_id' },
  firstFoundAt: source('vulnerability.detected_at'),
  references: source('vulnerability.reference'),
  ruleText: {
    description: source('vulnerability.description'),
    url: source('vulnerability.scanner.reference'),
  },
};

/** What Wazuh’s vulnerability detector knows: of the manager up to 4.7, of the indexer since 4.8. */
export const reader: Reader = {
  card: {
    id: 'wazuh',
    name: 'Wazuh',
    homepage: 'https://wazuh.com',
    aliases: ['wazuh_vulnerabilities'],
    kinds: ['host'],
    phase: 'production',
    produce:
      'curl -k -u USER https://INDEXER:9200/wazuh-states-vulnerabilities-*/_search?size=10000 > wazuh.json',
    versions: ['4.7', '4.8', '4.11'],
    goodAt: 'packages on hosts, looked at all the time',
    misses: 'software that no package manager installed',
    noise: 'kernels that are installed but do not run',
  },
  recognise: bySigns(
    {
      form: 'json-object',
      keys: ['data', 'error', 'message'],
      all: [/"affected_items"\s*:/, /"total_failed_items"|"cve"/],
    },
    { form: 'json-object', keys: ['took', 'hits'], all: [/"_index"\s*:\s*"wazuh-states-vulnerabilities/] },
  ),
  mapping: jsonMapping({
    each: ['data.affected_items[]', 'hits.hits[]'],
    fields: ({ from }) => (from === 'hits.hits[]' ? state : affected),
  }),
};
