import type { Severity } from '../../kernel/severity.ts';
import { xmlMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

const SEVERITIES: Record<string, Severity> = {
  error: 'high',
  warning: 'medium',
  style: 'low',
  performance: 'low',
  portability: 'low',
  information: 'info',
};

/** Cppcheck's XML, version 2 and the flat version 1. Its SARIF is read by the reader of SARIF. */
export const reader: Reader = {
  card: {
    id: 'cppcheck',
    name: 'Cppcheck',
    homepage: 'https://cppcheck.sourceforge.io',
    aliases: [],
    kinds: ['code'],
    phase: 'build',
    produce: 'cppcheck --enable=warning --xml src 2> cppcheck.xml',
    versions: ['1', '2'],
    goodAt: 'undefined behaviour in C and C++, with few false alarms',
    misses: 'code that its configuration of macros leaves out',
    noise: 'matters of style and speed, unless they are switched off',
  },
  recognise: bySigns(
    { form: 'xml', root: 'results', all: [/<cppcheck\s+version=/] },
    { form: 'xml', root: 'results', all: [/<error\s[^>]*\bmsg="/] },
  ),
  mapping: xmlMapping({
    each: ['results/errors/error', 'results/error'],
    tool: { name: '=Cppcheck', version: 'cppcheck/@version' },
    fields: {
      kind: 'code',
      rule: '@id',
      title: '@msg',
      message: ['@verbose', '@msg'],
      severity: { of: '@severity', words: SEVERITIES },
      cwes: '@cwe',
      // The first place is that of the error; the others lead to it.
      path: ['location/@file', '@file'],
      line: ['location/@line', '@line'],
      column: 'location/@column',
      skip: (told) =>
        textOf('@severity', told) === 'information' && textOf('location/@file', told) === undefined
          ? 'Remarks of Cppcheck on its own run are left out.'
          : undefined,
      ruleText: { name: '@id' },
    },
  }),
};
