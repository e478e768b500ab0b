import type { Fields } from '../kit/declare/fields.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import { listOf } from '../kit/xml-find.ts';
import type { XmlElement } from '../reader.ts';
import { cpePackage, cwesOfReferences, epssOf, isSet, scoreOf, vectorsOf, webPlace } from './told.ts';

/** `.nessus`: hosts, each with its results. */
const HOST: Fields = {
  kind: 'host',
  rule: '@pluginID',
  title: ['@pluginName', 'plugin_name'],
  message: 'plugin_output',
  severity: {
    of: '@severity',
    words: { 0: 'info', 1: 'low', 2: 'medium', 3: 'high', 4: 'critical' },
  },
  score: (told) =>
    scoreOf(textOf(['cvss4_base_score', 'cvss3_base_score', 'cvssv3', 'cvss_base_score', 'cvss'], told)),
  vectors: (told) =>
    vectorsOf(['cvss4_vector', 'cvss3_vector', 'cvss_vector'].map((name) => textOf(name, told))),
  cwes: (told) => [...textsOf('cwe', told), ...cwesOfReferences(textsOf('xref', told))],
  vulnerabilities: 'cve',
  package: cpePackage('cpe'),
  resource: {
    id: hostOf,
    host: (told) => propertyOf(told, 'host-fqdn') ?? hostOf(told),
    port: (told) => isSet(textOf('@port', told)),
    protocol: '@protocol',
  },
  references: 'see_also',
  remediation: (told) => isSet(textOf('solution', told)),
  epss: (told) => epssOf(textOf('epss_score', told)),
  exploited: (told) =>
    textsOf('xref', told).some((text) => text.startsWith('CISA-KNOWN-EXPLOITED')) || undefined,
  tags: '@pluginFamily',
  ruleText: { name: '@pluginName', description: 'description', help: 'solution', references: 'see_also' },
};

const WEB: Fields = { ...HOST, kind: 'web', web: webPlace('plugin_output', hostOf) };

export const xmlFields = (told: Told): Fields =>
  propertyOf(told, 'system-type') === 'web_application' ? WEB : HOST;

function propertyOf(told: Told, name: string): string | undefined {
  const host = told.up?.value as XmlElement | undefined;
  const property = listOf(host, 'HostProperties', 'tag').find(
    ({ attributes }) => attributes['name'] === name,
  );
  return property?.text || undefined;
}

/** The name that the scan was given, else its address. */
function hostOf(told: Told): string | undefined {
  return textOf('^@name', told) ?? propertyOf(told, 'host-fqdn') ?? propertyOf(told, 'host-ip');
}
