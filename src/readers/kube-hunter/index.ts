import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

/** `10.0.0.1:10250`, or `Local to Pod (kube-hunter-x7k2p)` with a name that is another one in every run. */
const place = (told: Told) => textOf('location', told)?.replace(/^(Local to Pod).*$/s, '$1');
const [HOST, PORT] = [/^([^\s:]+)(?::\d+)?$/, /:(\d+)$/];

/** kube-hunter’s JSON. */
export const reader: Reader = {
  card: {
    id: 'kube-hunter',
    name: 'kube-hunter',
    homepage: 'https://github.com/aquasecurity/kube-hunter',
    aliases: ['kubehunter'],
    kinds: ['host'],
    phase: 'production',
    produce: 'kube-hunter --remote NODE --report json > kube-hunter.json',
    versions: ['0.3', '0.6'],
    goodAt: 'what an attacker on the network sees of a cluster',
    misses: 'settings that cannot be seen from outside',
    noise: 'rights of its own pod',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['nodes', 'services', 'vulnerabilities'],
    any: [/"hunter"/, /"vid"/, /"vulnerabilities"\s*:\s*\[\s*\]/],
  }),
  mapping: jsonMapping({
    each: ['vulnerabilities[]'],
    fields: {
      kind: 'host',
      rule: (told) => (textOf('vid', told) === 'None' ? textOf('vulnerability', told) : textOf('vid', told)),
      title: 'vulnerability',
      // The evidence is left out: it holds tokens and listings.
      message: 'description',
      severity: 'severity',
      resource: {
        id: place,
        host: (told) => HOST.exec(place(told) ?? '')?.[1],
        port: (told) => PORT.exec(place(told) ?? '')?.[1],
      },
      references: 'avd_reference',
      tags: 'category',
      ruleText: { name: 'vulnerability', description: 'description', url: 'avd_reference' },
    },
  }),
};
