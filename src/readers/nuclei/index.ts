import { facts } from '../kit/declare/facts.ts';
import type { Fields } from '../kit/declare/fields.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { linksOf, oneLine } from '../kit/declare/prose.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

const TEMPLATE = ['template-id', 'templateID'];
const MATCHED = ['matched-at', 'matched', 'url', 'host'];
const MATCHER = ['fuzzing_parameter', 'matcher-name', 'matcher_name'];
const EXTRACTED = ['extracted-results', 'extracted_results'];

const COMMON = {
  rule: TEMPLATE,
  title: 'info.name',
  message: facts({ Matcher: MATCHER, 'Matched at': MATCHED }),
  severity: 'info.severity',
  score: 'info.classification.cvss-score',
  vectors: 'info.classification.cvss-metrics',
  epss: 'info.classification.epss-score',
  cwes: 'info.classification.cwe-id',
  vulnerabilities: 'info.classification.cve-id',
  references: linksOf('info.reference'),
  remediation: 'info.remediation',
  tags: (told) => textsOf('info.tags', told).flatMap((text) => text.split(/\s*,\s*/)),
  skip: (told) =>
    textOf('matcher-status', told) === 'false' ? 'Templates that did not match are no findings.' : undefined,
  ruleText: {
    name: 'info.name',
    description: 'info.description',
    help: 'info.remediation',
    url: 'template-url',
    references: linksOf('info.reference'),
  },
} satisfies Partial<Fields>;

const WEB: Fields = {
  ...COMMON,
  kind: 'web',
  web: {
    method: (told) => /^[A-Z]{3,10}(?= )/.exec(textOf('request', told) ?? '')?.[0],
    url: MATCHED,
    parameter: MATCHER,
    evidence: (told) => textsOf(EXTRACTED, told).join(', '),
  },
};

/** DNS, TLS and plain connections: `shop.example.com:443`. */
const HOST: Fields = {
  ...COMMON,
  kind: 'host',
  resource: {
    id: (told) => hostAndPort(told)[0],
    host: (told) => hostAndPort(told)[0],
    port: (told) => hostAndPort(told)[1],
    protocol: 'type',
    type: MATCHER,
  },
};

const ON_THE_WEB = new Set(['http', 'headless', 'websocket']);

/** Nuclei's JSON, a list or a line for each match. One template at one place is one finding. */
export const reader: Reader = {
  card: {
    id: 'nuclei',
    name: 'Nuclei',
    homepage: 'https://docs.projectdiscovery.io/tools/nuclei',
    aliases: [],
    kinds: ['web', 'host'],
    phase: 'test',
    produce: 'nuclei -u https://shop.example.com -jsonl -o nuclei.jsonl',
    versions: ['2', '3'],
    goodAt: 'known vulnerabilities and exposed panels, by thousands of templates',
    misses: 'flaws of an application of one’s own',
    noise: 'templates that only tell which technology is there',
  },
  recognise: bySigns({
    form: ['json-object', 'json-array'],
    keys: ['info', 'type', 'host'],
    all: [/"template(?:-id|ID)"\s*:/],
  }),
  mapping: jsonMapping({
    each: ['[]'],
    lines: true,
    instance: (told) => {
      const extracted = textsOf(EXTRACTED, told).join(', ');
      return extracted === '' ? undefined : oneLine(extracted);
    },
    fields: (told) => (ON_THE_WEB.has(textOf('type', told) ?? 'http') ? WEB : HOST),
  }),
};

function hostAndPort(told: Told): [host: string | undefined, port: string | undefined] {
  const place = textOf(MATCHED, told)?.replace(/^\w+:\/\//, '');
  const [, host, port] = /^(\[[^\]]*\]|[^:/?#]+)(?::(\d{1,5}))?/.exec(place ?? '') ?? [];
  return [host ?? place, port ?? textOf('port', told)];
}
