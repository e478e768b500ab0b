import { facts } from '../kit/declare/facts.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

/** ffuf's JSON: addresses that answered. */
export const reader: Reader = {
  card: {
    id: 'ffuf',
    name: 'ffuf',
    homepage: 'https://github.com/ffuf/ffuf',
    aliases: [],
    kinds: ['web'],
    phase: 'penetration-test',
    produce: 'ffuf -u https://shop.example.com/FUZZ -w words.txt -of json -o ffuf.json',
    versions: ['2'],
    goodAt: 'pages and files that nothing links to',
    misses: 'whether what answers matters: every hit is information',
    noise: 'sites that answer every address alike',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['commandline', 'results', 'config'],
    all: [/"commandline"\s*:\s*"[^"]*ffuf|"FFUFHASH"/],
  }),
  mapping: jsonMapping({
    each: ['results[]'],
    fields: {
      kind: 'web',
      rule: '=exposed-address',
      title: (told) => `${textOf('url', told) ?? 'An address'} answers${status(told)}`,
      message: facts({
        Status: 'status',
        'Content type': 'content-type',
        Length: 'length',
        'Redirects to': 'redirectlocation',
      }),
      severity: { of: () => undefined, otherwise: 'info' },
      web: { method: '/config.method', url: 'url' },
      ruleText: { name: '=Address that answers' },
    },
  }),
};

const status = (told: Told): string => {
  const code = textOf('status', told);
  return code === undefined ? '' : ` (${code})`;
};
