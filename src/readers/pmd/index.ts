import { tableMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';

/** PMD's CSV. */
export const reader: Reader = {
  card: {
    id: 'pmd',
    name: 'PMD',
    homepage: 'https://pmd.github.io',
    aliases: [],
    kinds: ['code'],
    phase: 'build',
    produce: 'pmd check -d src -R rulesets/java/quickstart.xml -f csv -r pmd.csv',
    versions: ['6', '7'],
    goodAt: 'bad habits in Java, Apex and other languages',
    misses: 'security beyond its few rules for it',
    noise: 'matters of style, which are most of its rules',
  },
  recognise: bySigns({
    form: 'text',
    headers: ['Problem', 'Package', 'File', 'Priority', 'Rule set', 'Rule'],
  }),
  mapping: tableMapping({
    fields: {
      kind: 'code',
      rule: 'Rule',
      message: 'Description',
      // PMD's priorities: 1 = change absolutely required … 5 = change optional.
      severity: {
        of: 'Priority',
        words: { 1: 'critical', 2: 'high', 3: 'medium', 4: 'low', 5: 'info' },
      },
      path: 'File',
      line: 'Line',
      symbol: 'Package',
      tags: 'Rule set',
    },
  }),
};
