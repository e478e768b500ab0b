import type { ToldState } from '../../kernel/observation.ts';
import type { Fields } from '../kit/declare/fields.ts';
import { linksOf } from '../kit/declare/prose.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import { cpePackage, cwesOfReferences, epssOf, isSet, scoreOf, vectorsOf, webPlace } from './told.ts';

/** Columns (quoted where a point is part of the name) of Nessus, of Tenable.sc and of Tenable Vulnerability Management, which all have words of their own. */
const HOSTS = [
  'Host',
  'DNS Name',
  'IP Address',
  '["asset.name"]',
  '["asset.display_fqdn"]',
  '["asset.display_ipv4_address"]',
];
const SOLUTION = ['Solution', 'Steps to Remediate', '["definition.solution"]'];
const OUTPUT = ['Plugin Output', 'Plugin Text', 'output'];
const SCORES = [
  '["CVSS v4.0 Base Score"]',
  '["CVSS v3.0 Base Score"]',
  'CVSS V3 Base Score',
  'CVSSv3',
  '["definition.cvss3.base_score"]',
  '["CVSS v2.0 Base Score"]',
  'CVSS V2 Base Score',
  'CVSS',
  '["definition.cvss2.base_score"]',
];
const VECTORS = [
  'CVSS V4 Vector',
  'CVSS V3 Vector',
  '["definition.cvss3.base_vector"]',
  'CVSS V2 Vector',
  '["definition.cvss2.base_vector"]',
];

const HOST: Fields = {
  kind: 'host',
  rule: ['Plugin ID', 'Plugin', '["definition.id"]'],
  title: ['Name', 'Plugin Name', '["definition.name"]'],
  message: OUTPUT,
  severity: ['Risk', 'Severity', '["definition.severity"]'],
  score: (told) => scoreOf(textOf(SCORES, told)),
  vectors: (told) => vectorsOf(VECTORS.map((name) => textOf(name, told))),
  cwes: (told) => [
    ...textsOf('["definition.cwe"]', told).flatMap((text) => text.split(/[\s,;]+/)),
    ...cwesOfReferences(textsOf(['XREF', 'Cross References'], told)),
  ],
  vulnerabilities: (told) =>
    textsOf(['CVE', '["definition.cve"]'], told).flatMap((text) => text.split(/[\s,;]+/)),
  package: cpePackage(['CPE', '["definition.cpe"]']),
  resource: {
    id: HOSTS,
    port: (told) => isSet(textOf('Port', told)),
    protocol: 'Protocol',
  },
  firstFoundAt: ['First Discovered', 'first_observed'],
  references: linksOf(['See Also', '["definition.see_also"]']),
  remediation: (told) => isSet(textOf(SOLUTION, told)),
  epss: (told) => epssOf(textOf(['EPSS Score', '["definition.epss.score"]'], told)),
  exploited: (told) =>
    /CISA-KNOWN-EXPLOITED/.test(textOf(['XREF', 'Cross References'], told) ?? '') || undefined,
  tags: ['Family', '["definition.family"]'],
  told: toldState,
  ruleText: {
    name: ['Name', 'Plugin Name', '["definition.name"]'],
    description: ['Description', '["definition.description"]', 'Synopsis', '["definition.synopsis"]'],
    help: SOLUTION,
  },
};

const WEB: Fields = { ...HOST, kind: 'web', web: webPlace('Plugin Output', HOSTS) };

/** Web App Scanning names the scheme where others name the transport. */
export const csvFields = (told: Told): Fields =>
  /^https?$/i.test(textOf('Protocol', told) ?? '') ? WEB : HOST;

function toldState(told: Told): ToldState | undefined {
  if (textOf('state', told)?.toUpperCase() === 'FIXED')
    return { state: 'fixed', reason: 'Fixed, says Tenable.' };
  if (textOf('risk_modified', told)?.toUpperCase() !== 'ACCEPTED') return undefined;
  return { state: 'accepted', reason: textOf('recast_reason', told) ?? 'The risk was accepted in Tenable.' };
}
