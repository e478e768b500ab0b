import { jsonMapping } from '../kit/declare/mappings.ts';
import { oneLine } from '../kit/declare/prose.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { siteOf } from '../kit/web-address.ts';
import type { Reader } from '../reader.ts';

/** Arachni's JSON. It tells a weakness for every input or page; one of a site is one finding here. */
export const reader: Reader = {
  card: {
    id: 'arachni',
    name: 'Arachni',
    homepage: 'https://github.com/Arachni/arachni',
    aliases: [],
    kinds: ['web'],
    phase: 'test',
    produce: 'arachni_reporter scan.afr --reporter=json:outfile=arachni.json',
    versions: ['1.5'],
    goodAt: 'inputs of forms and links, also behind JavaScript',
    misses: 'what came up since 2017, when it was left alone',
    noise: '“interesting responses”, one for each odd status',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['version', 'seed', 'options'],
    all: [/"user_agent"\s*:\s*"Arachni\/|"audit"\s*:/],
  }),
  mapping: jsonMapping({
    each: ['issues[]'],
    tool: { name: '=Arachni', version: 'version' },
    instance,
    fields: {
      kind: 'web',
      rule: 'check.shortname',
      title: 'name',
      severity: 'severity',
      cwes: 'cwe',
      web: {
        url: (told) => siteOf(urlOf(told) ?? ''),
        evidence: 'proof',
      },
      references: 'references{}',
      remediation: 'remedy_guidance',
      tags: 'tags',
      ruleText: { name: 'name', description: 'description', references: 'references{}' },
    },
  }),
};

const urlOf = (told: Told) => textOf(['vector.action', 'vector.url', 'response.url'], told);

function instance(told: Told): string {
  const method = textOf(['vector.method', 'request.method'], told)?.toUpperCase();
  const parameter = textOf('vector.affected_input_name', told);
  const seed = textOf('vector.seed', told);
  return [
    [method, urlOf(told)].filter(Boolean).join(' '),
    parameter && `parameter \`${oneLine(parameter)}\``,
    seed && `attack \`${oneLine(seed).replaceAll('`', "'")}\``,
  ]
    .filter(Boolean)
    .join(', ');
}
