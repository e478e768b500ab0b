import { allOf } from '../kit/declare/facts.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { numberedLine } from '../kit/numbered-line.ts';
import type { Reader } from '../reader.ts';

/** gosec's JSON. */
export const reader: Reader = {
  card: {
    id: 'gosec',
    name: 'gosec',
    homepage: 'https://securego.io',
    aliases: [],
    kinds: ['code'],
    phase: 'build',
    produce: 'gosec -fmt json -out gosec.json ./...',
    versions: ['2'],
    goodAt: 'dangerous calls in Go, and errors nobody looks at',
    misses: 'how data flows between packages',
    noise: 'errors that are left unhandled on purpose',
  },
  recognise: bySigns({ form: 'json-object', keys: ['Issues', 'Stats'] }),
  mapping: jsonMapping({
    each: ['Issues[]'],
    tool: { name: '=gosec', version: 'GosecVersion' },
    fields: {
      kind: 'code',
      rule: 'rule_id',
      message: 'details',
      severity: 'severity',
      cwes: ['cwe.id', 'cwe.ID'],
      path: 'file',
      // One line, or the first and the last: `64-66`.
      line: (told) => textOf('line', told)?.split('-')[0],
      endLine: (told) => textOf('line', told)?.split('-')[1],
      column: 'column',
      snippet: numberedLine('code', (told) => textOf('line', told)?.split('-')[0]),
      references: allOf(['cwe.url', 'cwe.URL'], rulePage),
      told: (told) =>
        textOf('nosec', told) === 'true'
          ? { state: 'suppressed', reason: textOf('suppressions[0].justification', told) }
          : undefined,
      ruleText: { name: 'details', url: rulePage },
    },
  }),
};

function rulePage(told: Told): string {
  return `https://securego.io/docs/rules/${textOf('rule_id', told)?.toLowerCase()}.html`;
}
