import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

/** Dockle's JSON. */
export const reader: Reader = {
  card: {
    id: 'dockle',
    name: 'Dockle',
    homepage: 'https://github.com/goodwithtech/dockle',
    aliases: [],
    kinds: ['config'],
    phase: 'build',
    produce: 'dockle -f json -o dockle.json IMAGE',
    versions: ['0.3', '0.4'],
    goodAt: 'how an image is built: users, secrets in layers, CIS checks',
    misses: 'weaknesses of the packages inside',
    noise: 'set-uid files of the base image',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['summary', 'details'],
    all: [/"fatal":\s*\d/, /"warn":\s*\d/, /"skip":\s*\d/],
  }),
  mapping: jsonMapping({
    each: ['details[]'],
    fields: {
      kind: 'config',
      rule: 'code',
      title: 'title',
      message: (told) => textsOf('alerts[]', told).join('\n'),
      severity: { of: 'level', words: { FATAL: 'high', WARN: 'medium', INFO: 'low', IGNORE: 'low' } },
      told: (told) =>
        textOf('level', told) === 'IGNORE'
          ? { state: 'suppressed', reason: 'listed in .dockleignore' }
          : undefined,
      ruleText: {
        name: 'title',
        url: (told) =>
          `https://github.com/goodwithtech/dockle/blob/master/CHECKPOINT.md#${textOf('code', told)}`,
      },
      skip: (told) => {
        const level = textOf('level', told);
        return level === 'PASS' || level === 'SKIP'
          ? 'Checks that passed or did not apply were left out.'
          : undefined;
      },
    },
  }),
};
