import { xmlMapping } from '../kit/declare/mappings.ts';
import { cwesLinked, linksOf, oneLine } from '../kit/declare/prose.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { proseOf, textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

/** The type of everything that Burp's extensions tell. */
const BY_EXTENSION = '134217728';

/** Burp Suite's XML. It tells an issue for every page; one of a site is one finding here. */
export const reader: Reader = {
  card: {
    id: 'burp',
    name: 'Burp Suite',
    homepage: 'https://portswigger.net/burp',
    aliases: ['burp-suite', 'burp-xml'],
    kinds: ['web'],
    phase: 'penetration-test',
    produce: 'select the issues in “Target”, “Report issues”, and choose XML',
    versions: ['1.6', '2021'],
    goodAt: 'what a tester does with it by hand, and injections of all sorts',
    misses: 'pages nobody opened or crawled',
    noise: 'tentative issues, and what extensions remark on every page',
  },
  recognise: bySigns({ form: 'xml', root: 'issues', all: [/\bburpVersion=/] }),
  mapping: xmlMapping({
    each: ['issues/issue'],
    tool: { name: '=Burp Suite', version: '/@burpVersion' },
    instance,
    fields: {
      kind: 'web',
      rule: (told) => textOf(textOf('type', told) === BY_EXTENSION ? 'name' : ['type', 'name'], told),
      title: 'name',
      severity: { of: 'severity', words: { 'False positive': 'info' } },
      cwes: cwesLinked('vulnerabilityClassifications'),
      web: { url: 'host' },
      remediation: 'remediationDetail',
      fingerprints: { serialNumber: 'serialNumber' },
      tags: (told) => {
        const confidence = textOf('confidence', told)?.toLowerCase();
        return confidence && `confidence:${confidence}`;
      },
      told: (told) =>
        /^false positive$/i.test(textOf('severity', told) ?? '')
          ? { state: 'false-positive', reason: 'Marked as a false positive in Burp Suite.' }
          : undefined,
      ruleText: {
        name: 'name',
        description: 'issueBackground',
        help: 'remediationBackground',
        references: linksOf('references'),
      },
    },
  }),
};

/** The location names the parameter (`/find [q parameter]`). */
function instance(told: Told): string {
  const place = [textOf('requestresponse/request/@method', told), textOf(['location', 'path'], told)];
  const detail = proseOf('issueDetail', told);
  return `${place.filter(Boolean).join(' ')}${detail === undefined ? '' : `: ${oneLine(detail)}`}`;
}
