import { tableMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

/** Flawfinder's CSV. Its SARIF is read by the reader of SARIF. */
export const reader: Reader = {
  card: {
    id: 'flawfinder',
    name: 'Flawfinder',
    homepage: 'https://dwheeler.com/flawfinder/',
    aliases: [],
    kinds: ['code'],
    phase: 'build',
    produce: 'flawfinder --csv src > flawfinder.csv',
    versions: ['2.0'],
    goodAt: 'calls in C and C++ that are easy to misuse, found fast',
    misses: 'what the program around the call does',
    noise: 'calls that are used with care',
  },
  recognise: bySigns({
    form: 'text',
    headers: ['File', 'Line', 'Column', 'Level', 'Category', 'Name', 'Warning', 'CWEs', 'Context'],
  }),
  mapping: tableMapping({
    tool: { name: '=Flawfinder' },
    fields: {
      kind: 'code',
      // Older versions give no ids: the name of the function is the rule.
      rule: ['RuleId', 'Name'],
      title: 'Warning',
      message: 'Warning',
      // Flawfinder's risk levels; it calls 4 and 5 errors, 3 a warning, the rest notes.
      severity: {
        of: 'Level',
        words: { 5: 'high', 4: 'high', 3: 'medium', 2: 'low', 1: 'low', 0: 'info' },
      },
      cwes: (told) => textOf('CWEs', told)?.split(/[,!/]\s*/),
      path: 'File',
      line: 'Line',
      column: 'Column',
      snippet: 'Context',
      references: 'HelpUri',
      remediation: 'Suggestion',
      tags: 'Category',
      fingerprints: { flawfinder: 'Fingerprint' },
      ruleText: { name: 'Name', url: 'HelpUri' },
    },
  }),
};
