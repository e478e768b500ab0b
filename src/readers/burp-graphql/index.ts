import { jsonMapping } from '../kit/declare/mappings.ts';
import { cwesLinked, linksOf, paragraphs } from '../kit/declare/prose.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf } from '../kit/declare/values.ts';
import { addressOf } from '../kit/web-address.ts';
import type { Reader } from '../reader.ts';

/** Issues of a scan as the GraphQL API of Burp Suite DAST (once Enterprise) tells them. */
export const reader: Reader = {
  card: {
    id: 'burp-graphql',
    name: 'Burp Suite DAST (GraphQL)',
    homepage: 'https://portswigger.net/burp/dast',
    aliases: ['burp-enterprise-graphql'],
    kinds: ['web'],
    phase: 'test',
    produce: 'ask the GraphQL API for the issues of a scan, as a list under the name Issues',
    versions: ['2021'],
    goodAt: 'sites that are scanned again and again on a schedule',
    misses: 'what a tester finds by hand',
    noise: 'remarks on headers and certificates',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['Issues'],
    all: [/"issue_type"\s*:/, /"(?:description_html|remediation_html)"\s*:/],
  }),
  mapping: jsonMapping({
    each: ['Issues[]'],
    fields: {
      kind: 'web',
      rule: ['issue_type.type_index', 'issue_type.name'],
      title: 'issue_type.name',
      message: 'description_html',
      severity: 'severity',
      cwes: cwesLinked('issue_type.vulnerability_classifications_html'),
      web: { url: (told) => addressOf(textOf('origin', told), textOf('path', told)) },
      references: linksOf('issue_type.references_html', 'issue_type.vulnerability_classifications_html'),
      remediation: paragraphs('remediation_html', 'issue_type.remediation_html'),
      fingerprints: { serialNumber: 'serial_number' },
      tags: (told) => {
        const confidence = textOf('confidence', told);
        return confidence && `confidence:${confidence}`;
      },
      told: (told) =>
        /^false_positive$/i.test(textOf('severity', told) ?? '')
          ? { state: 'false-positive', reason: 'Marked as a false positive in Burp Suite.' }
          : undefined,
      ruleText: {
        name: 'issue_type.name',
        description: 'issue_type.description_html',
        help: 'issue_type.remediation_html',
      },
    },
  }),
};
