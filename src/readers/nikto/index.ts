import type { Severity } from '../../kernel/severity.ts';
import type { Fields } from '../kit/declare/fields.ts';
import { jsonMapping, xmlMapping } from '../kit/declare/mappings.ts';
import { linksOf } from '../kit/declare/prose.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { asRecord } from '../kit/values.ts';
import { addressOf } from '../kit/web-address.ts';
import type { Reader } from '../reader.ts';

/** Nikto rates nothing: what stands in a list of known vulnerabilities weighs more than a remark. */
const rated = (osvdb: string) => ({
  of: (told: Told): Severity => (Number(textOf(osvdb, told) ?? 0) > 0 ? 'medium' : 'info'),
});

/** One rule tells of several headers of a page: which one is part of the place. */
function headerIn(text: string) {
  return (told: Told): string | undefined => /\bheader '([\w-]{1,100})'/.exec(textOf(text, told) ?? '')?.[1];
}

const XML: Fields = {
  kind: 'web',
  rule: '@id',
  title: 'description',
  severity: rated('@osvdbid'),
  web: {
    method: '@method',
    url: (told) => textOf('namelink', told) ?? addressOf(textOf('^@sitename', told), textOf('uri', told)),
    parameter: headerIn('description'),
  },
  references: ['references', '@osvdblink'],
};

const JSON_FIELDS: Fields = {
  kind: 'web',
  rule: 'id',
  title: 'msg',
  severity: rated('OSVDB'),
  web: {
    method: 'method',
    url: (told) => addressOf(siteTold(told), textOf('url', told)),
    parameter: headerIn('msg'),
  },
  references: linksOf('references'),
};

/** Nikto's XML and JSON. */
export const reader: Reader = {
  card: {
    id: 'nikto',
    name: 'Nikto',
    homepage: 'https://cirt.net/nikto2',
    aliases: [],
    kinds: ['web'],
    phase: 'test',
    produce: 'nikto -h https://shop.example.com -Format xml -output nikto.xml',
    versions: ['2.1', '2.5'],
    goodAt: 'files that should not be there and servers that are out of date',
    misses: 'everything behind a form or a sign-in',
    noise: 'remarks on uncommon headers',
  },
  recognise: bySigns(
    { form: 'xml', root: 'niktoscan' },
    {
      form: ['json-object', 'json-array'],
      keys: ['host', 'ip', 'port', 'vulnerabilities'],
      any: [/"msg"\s*:/, /"vulnerabilities"\s*:\s*\[\s*\]/],
    },
  ),
  mapping: [
    xmlMapping({
      // Since 2.1.6 every host has a `niktoscan` of its own inside the outermost one.
      each: ['niktoscan/scandetails', 'niktoscan/niktoscan/scandetails'],
      within: ['item'],
      fields: XML,
    }),
    jsonMapping({
      // One host as an object, or a list of hosts.
      each: ['vulnerabilities[]', '[]'],
      within: ({ value }) => (asRecord(value)['vulnerabilities'] === undefined ? [] : ['vulnerabilities[]']),
      fields: JSON_FIELDS,
    }),
  ],
};

/** The report does not say whether TLS was spoken; the ports tell. */
function siteTold(told: Told): string | undefined {
  const [host, port] = [textOf(['^host', '^ip'], told), textOf('^port', told)];
  if (host === undefined) return undefined;
  if (port === '443' || port === '80' || port === undefined)
    return `${port === '443' ? 'https' : 'http'}://${host}`;
  return `${port.endsWith('443') ? 'https' : 'http'}://${host}:${port}`;
}
