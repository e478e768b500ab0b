import type { ToldState } from '../../kernel/observation.ts';
import type { Severity } from '../../kernel/severity.ts';
import { facts } from '../kit/declare/facts.ts';
import type { Fields } from '../kit/declare/fields.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import type { XmlElement } from '../reader.ts';

const WORDS: Readonly<Record<string, Severity>> = { log: 'info', debug: 'info', 'false positive': 'info' };

/** A row of the table. */
export const row: Fields = {
  kind: 'host',
  rule: 'NVT OID',
  title: 'NVT Name',
  message: facts({ Affected: 'Affected Software/OS' }, 'Specific Result'),
  severity: { of: 'Severity', words: WORDS },
  score: 'CVSS',
  vulnerabilities: (told) => (textOf('CVEs', told) ?? '').split(/[,\s]+/),
  resource: { id: ['IP', 'Hostname'], host: 'Hostname', port: 'Port', protocol: 'Port Protocol' },
  references: (told) => (textOf('Other References', told) ?? '').split(/,\s*/),
  remediation: 'Solution',
  tags: (told) => qualityTag(textOf('QoD', told)),
  ruleText: {
    name: 'NVT Name',
    description: facts({ Impact: 'Impact', Insight: 'Vulnerability Insight' }, 'Summary'),
    help: 'Solution',
  },
};

/** A result of the XML; port is `443/tcp` or `general/tcp`. */
export const element: Fields = {
  kind: 'host',
  rule: 'nvt/@oid',
  title: ['nvt/name', 'name'],
  message: facts({ Affected: tag('affected') }, 'description'),
  severity: { of: 'threat', words: WORDS },
  score: ['severity', 'nvt/cvss_base'],
  vectors: (told) => textOf('nvt/severities/severity/value', told) ?? tag('cvss_base_vector')(told),
  vulnerabilities: refs('cve'),
  resource: {
    id: 'host',
    host: 'host/hostname',
    port: (told) => textOf('port', told)?.split('/')[0],
    protocol: (told) => textOf('port', told)?.split('/')[1],
  },
  references: refs('url'),
  remediation: (told) => textOf('nvt/solution', told) ?? tag('solution')(told),
  tags: (told) => [textOf('nvt/family', told), ...qualityTag(textOf('qod/value', told))],
  ruleText: {
    name: 'nvt/name',
    description: facts({ Impact: tag('impact'), Insight: tag('insight') }, tag('summary')),
    help: (told) => textOf('nvt/solution', told) ?? tag('solution')(told),
    references: refs('url'),
  },
  told: (told): ToldState | undefined =>
    textOf('threat', told) === 'False Positive' ? { state: 'false-positive' } : undefined,
};

/** How sure the detection is, in per cent. */
const qualityTag = (percent: string | undefined): string[] =>
  percent === undefined ? [] : [`qod:${percent}`];

/** `nvt/tags` holds `summary=…|impact=…|…`, each of any number of lines. */
function tag(name: string): (told: Told) => string | undefined {
  const start = `${name}=`;
  return (told) =>
    textOf('nvt/tags', told)
      ?.split('|')
      .find((part) => part.startsWith(start))
      ?.slice(start.length) || undefined;
}

function refs(type: string): (told: Told) => string[] {
  return ({ value }) => {
    const nvt = (value as XmlElement).children.find(({ name }) => name === 'nvt');
    const list = nvt?.children.find(({ name }) => name === 'refs')?.children ?? [];
    return list.flatMap(({ attributes }) =>
      attributes['type']?.toLowerCase() === type ? (attributes['id'] ?? []) : [],
    );
  };
}
