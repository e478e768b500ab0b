import { xmlMapping } from '../kit/declare/mappings.ts';
import { cwesLinked } from '../kit/declare/prose.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { addressOf } from '../kit/web-address.ts';
import { listOf } from '../kit/xml-find.ts';
import type { Reader, XmlElement } from '../reader.ts';

/** Wapiti's XML. */
export const reader: Reader = {
  card: {
    id: 'wapiti',
    name: 'Wapiti',
    homepage: 'https://wapiti-scanner.github.io',
    aliases: [],
    kinds: ['web'],
    phase: 'test',
    produce: 'wapiti -u https://shop.example.com -f xml -o wapiti.xml',
    versions: ['3.0'],
    goodAt: 'injections into parameters and forms',
    misses: 'pages that only scripts lead to',
    noise: 'headers, and errors of the server that lead nowhere',
  },
  recognise: bySigns({
    form: 'xml',
    root: 'report',
    all: [/<info name="generator(?:Name|Version)">\s*wapiti/i],
  }),
  mapping: xmlMapping({
    each: [
      'report/vulnerabilities/vulnerability',
      'report/anomalies/anomaly',
      'report/additionals/additional',
    ],
    within: ['entries/entry'],
    fields: {
      kind: 'web',
      rule: '^@name',
      title: (told) => [textOf('^@name', told), textOf('info', told)].filter(Boolean).join(': '),
      message: 'info',
      severity: { of: 'level', words: { 4: 'critical', 3: 'high', 2: 'medium', 1: 'low', 0: 'info' } },
      cwes: cwesLinked(['^references/reference/url', '^references/reference/title']),
      web: { method: 'method', url: urlOf, parameter: parameterOf },
      references: '^references/reference/url',
      remediation: '^solution',
      ruleText: { name: '^@name', description: '^description', help: '^solution' },
    },
  }),
};

/** The head of the report names what was scanned. */
function urlOf(told: Told): string | undefined {
  const target = listOf(told.shell as XmlElement, 'report_infos', 'info').find(
    ({ attributes }) => attributes['name'] === 'target',
  );
  return addressOf(target?.text, textOf('path', told));
}

/** Of headers that are missing only the text says which: `X-Frame-Options is not set`. */
function parameterOf(told: Told): string | undefined {
  return textOf('parameter', told) ?? /^([\w-]{1,100}) is not set$/.exec(textOf('info', told) ?? '')?.[1];
}
