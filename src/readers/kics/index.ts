import { allOf, facts } from '../kit/declare/facts.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';

/** KICS' JSON: queries with the places they found. */
export const reader: Reader = {
  card: {
    id: 'kics',
    name: 'KICS',
    homepage: 'https://kics.io',
    aliases: ['KICS Scan'],
    kinds: ['config'],
    phase: 'build',
    produce: 'kics scan -p . --report-formats json -o results',
    versions: ['1', '2'],
    goodAt: 'many kinds of infrastructure files, with what was expected instead',
    misses: 'values that are put in later',
    noise: 'wishes that only matter in production, told of examples too',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['queries'],
    any: [/"queries_total"\s*:/, /"kics_version"\s*:/],
  }),
  mapping: jsonMapping({
    tool: { name: '=KICS', version: 'kics_version' },
    each: ['queries[]'],
    within: ['files[]'],
    fields: {
      kind: 'config',
      rule: '^query_id',
      title: '^query_name',
      message: facts({ Found: 'actual_value', 'Issue type': 'issue_type' }, '^description'),
      severity: { of: '^severity', words: { trace: 'info' } },
      cwes: '^cwe',
      path: 'file_name',
      line: 'line',
      symbol: 'search_key',
      remediation: 'expected_value',
      references: '^query_url',
      tags: allOf('^platform', '^category'),
      fingerprints: { similarity: 'similarity_id' },
      ruleText: { name: '^query_name', description: '^description', url: '^query_url' },
    },
  }),
};
