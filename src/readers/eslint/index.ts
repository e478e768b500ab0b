import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { asList, asRecord, num, str } from '../kit/values.ts';
import type { Reader } from '../reader.ts';

/** ESLint's JSON: files with their messages, those that a comment switches off among them. */
export const reader: Reader = {
  card: {
    id: 'eslint',
    name: 'ESLint',
    homepage: 'https://eslint.org',
    aliases: [],
    kinds: ['code'],
    phase: 'build',
    produce: 'eslint . -f json -o eslint.json',
    versions: ['6', '8', '9'],
    goodAt: 'patterns in JavaScript and TypeScript, with rules for security as plug-ins',
    misses: 'how data flows between functions',
    noise: 'rules of style; keep security rules in a configuration of their own',
  },
  recognise: bySigns({ form: 'json-array', keys: ['filePath', 'messages', 'errorCount', 'warningCount'] }),
  mapping: jsonMapping({
    each: ['[]'],
    within: ['messages[]|suppressedMessages[]'],
    fields: {
      kind: 'code',
      rule: 'ruleId',
      message: 'message',
      severity: { of: 'severity', words: { 2: 'high', 1: 'medium' } },
      path: '^filePath',
      line: 'line',
      endLine: 'endLine',
      column: 'column',
      endColumn: 'endColumn',
      snippet: flaggedLine,
      told: ({ value }) => {
        const first = asList(asRecord(value)['suppressions'])[0];
        if (first === undefined) return undefined;
        return { state: 'suppressed', reason: str(asRecord(first)['justification']) };
      },
      ruleText: { name: 'ruleId' },
    },
  }),
};

const linesOf = new WeakMap<object, string[]>();

/** The line itself, from the source that ESLint adds to files with messages; split once for each file. */
function flaggedLine({ value, up }: Told): string | undefined {
  const file = asRecord(up?.value);
  const line = num(asRecord(value)['line']);
  const source = str(file['source']);
  if (source === undefined || line === undefined) return undefined;
  let lines = linesOf.get(file);
  if (lines === undefined) {
    lines = source.split('\n');
    linesOf.set(file, lines);
  }
  return lines[line - 1]?.trim();
}
