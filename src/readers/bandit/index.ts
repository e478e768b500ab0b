import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { numberedLine } from '../kit/numbered-line.ts';
import type { Reader } from '../reader.ts';

/** Bandit's JSON. */
export const reader: Reader = {
  card: {
    id: 'bandit',
    name: 'Bandit',
    homepage: 'https://bandit.readthedocs.io',
    aliases: [],
    kinds: ['code'],
    phase: 'build',
    produce: 'bandit -r . -f json -o bandit.json',
    versions: ['1.6', '1.7', '1.8'],
    goodAt: 'dangerous calls and settings in Python, found fast',
    misses: 'how data flows from one function to another',
    noise: 'asserts and subprocess calls in tests',
  },
  recognise: bySigns({ form: 'json-object', keys: ['metrics', 'generated_at'], all: [/"CONFIDENCE\.HIGH"/] }),
  mapping: jsonMapping({
    each: ['results[]'],
    fields: {
      kind: 'code',
      rule: 'test_id',
      title: 'issue_text',
      message: 'issue_text',
      severity: 'issue_severity',
      cwes: 'issue_cwe.id',
      path: 'filename',
      line: 'line_number',
      endLine: 'end_line_number',
      column: 'col_offset',
      snippet: numberedLine('code', 'line_number'),
      references: 'more_info',
      tags: 'test_name',
      ruleText: { name: 'test_name', url: 'more_info' },
    },
  }),
};
