import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

/** Conftest's JSON: files with what your own policies say of them. */
export const reader: Reader = {
  card: {
    id: 'conftest',
    name: 'Conftest',
    homepage: 'https://www.conftest.dev',
    aliases: ['Conftest Scan'],
    kinds: ['config'],
    phase: 'build',
    produce: 'conftest test --output json deployment.yaml > conftest.json',
    versions: ['0.40', '0.55'],
    goodAt: 'rules of your own for any structured file',
    misses: 'whatever nobody wrote a policy for',
    noise: 'one policy that tells the same of many files',
  },
  recognise: bySigns({ form: 'json-array', keys: ['filename', 'namespace', 'successes'] }),
  mapping: jsonMapping({
    each: ['[]'],
    // Lists of results by their outcome; the other members of a file hold no lists.
    within: ['{}', '[]'],
    fields: {
      kind: 'config',
      rule: ['metadata.id', 'metadata.query', '^^namespace'],
      title: 'msg',
      message: 'msg',
      severity: {
        of: ['metadata.severity', '^#'],
        words: { failures: 'high', warnings: 'medium', exceptions: 'medium' },
      },
      path: '^^filename',
      references: 'metadata.url',
      tags: '^^namespace',
      told: (told) => (textOf('^#', told) === 'exceptions' ? { state: 'accepted' } : undefined),
    },
  }),
};
