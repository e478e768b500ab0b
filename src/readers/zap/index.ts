import { bySigns } from '../kit/declare/recognise.ts';
import { asList, asRecord, str, text } from '../kit/values.ts';
import { childrenOf, listOf, textOf } from '../kit/xml-find.ts';
import type { JsonMapping, Reader, XmlElement, XmlMapping } from '../reader.ts';
import { type Alert, type Instance, tellAlert } from './alert.ts';

const xml: XmlMapping = {
  form: 'xml',
  each: ['OWASPZAPReport/site/alerts/alertitem'],
  open(root, sink) {
    sink.tool('ZAP', root.attributes['version']);
    return (element) => tellAlert(alertOfXml(element), sink);
  },
};

/** The same report as `traditional-json` writes it. */
const json: JsonMapping = {
  form: 'json',
  each: ['site[].alerts[]'],
  open(shell, sink) {
    const report = asRecord(shell);
    const sites = asList(report['site']).map((site) => str(asRecord(site)['@name']));
    sink.tool('ZAP', str(report['@version']));
    return ({ value, at }) => tellAlert(alertOfJson(asRecord(value), sites[Number(at[0])]), sink);
  },
};

export const reader: Reader = {
  card: {
    id: 'zap',
    name: 'ZAP',
    homepage: 'https://www.zaproxy.org',
    aliases: ['zap', 'ZAP Scan', 'owasp-zap', 'zaproxy'],
    kinds: ['web'],
    phase: 'test',
    produce: 'zap-baseline.py -t https://shop.example.com -x zap.xml',
    versions: ['2.9', '2.10', '2.11', '2.16'],
    goodAt: 'running web applications as an attacker sees them',
    misses: 'pages behind sign-ins it was not taught',
    noise: 'missing headers on every page, one alert each',
  },
  recognise: bySigns(
    { form: 'xml', root: 'OWASPZAPReport' },
    { form: 'json-object', keys: ['site'], all: [/"@programName"\s*:\s*"(OWASP )?ZAP"/] },
  ),
  mapping: [xml, json],
};

function alertOfXml(item: XmlElement): Alert {
  const instances = listOf(item, 'instances', 'instance').map(instanceOfXml);
  // Before 2.5 an alert had one place, written beside its other parts.
  const places =
    instances.length > 0 || childrenOf(item, 'uri').length === 0 ? instances : [instanceOfXml(item)];
  return {
    site: item.parent?.parent?.attributes['name'],
    pluginId: textOf(item, 'pluginid'),
    alertRef: textOf(item, 'alertRef'),
    name: textOf(item, 'name') ?? textOf(item, 'alert'),
    riskCode: textOf(item, 'riskcode'),
    riskWords: textOf(item, 'riskdesc'),
    confidence: textOf(item, 'confidence'),
    description: textOf(item, 'desc'),
    solution: textOf(item, 'solution'),
    otherInfo: textOf(item, 'otherinfo'),
    reference: textOf(item, 'reference'),
    cwe: textOf(item, 'cweid'),
    wasc: textOf(item, 'wascid'),
    count: textOf(item, 'count'),
    instances: places,
  };
}

const instanceOfXml = (element: XmlElement): Instance => ({
  uri: textOf(element, 'uri'),
  method: textOf(element, 'method'),
  param: textOf(element, 'param'),
  attack: textOf(element, 'attack'),
  evidence: textOf(element, 'evidence'),
});

const alertOfJson = (item: ReturnType<typeof asRecord>, site: string | undefined): Alert => ({
  site,
  pluginId: text(item['pluginid']),
  alertRef: text(item['alertRef']),
  name: str(item['name']) ?? str(item['alert']),
  riskCode: text(item['riskcode']),
  riskWords: str(item['riskdesc']),
  confidence: text(item['confidence']),
  description: str(item['desc']),
  solution: str(item['solution']),
  otherInfo: str(item['otherinfo']),
  reference: str(item['reference']),
  cwe: text(item['cweid']),
  wasc: text(item['wascid']),
  count: text(item['count']),
  instances: asList(item['instances']).map((instance) => instanceOfJson(asRecord(instance))),
});

const instanceOfJson = (item: ReturnType<typeof asRecord>): Instance => ({
  uri: str(item['uri']),
  method: str(item['method']),
  param: str(item['param']),
  attack: str(item['attack']),
  evidence: str(item['evidence']),
});
