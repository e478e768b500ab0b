import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';

/** Bearer's JSON: lists of results by severity. */
export const reader: Reader = {
  card: {
    id: 'bearer-cli',
    name: 'Bearer',
    homepage: 'https://docs.bearer.com',
    aliases: ['bearer'],
    kinds: ['code'],
    phase: 'build',
    produce: 'bearer scan . --format json --output bearer.json',
    versions: ['1.3', '1.40'],
    goodAt: 'where personal data flows in web applications',
    misses: 'languages beyond the handful it knows',
    noise: 'scripts of third parties that lie in the repository',
  },
  recognise: bySigns({
    form: 'json-object',
    all: [
      /^\s*\{\s*"(?:critical|high|medium|low|warning)"\s*:\s*\[/,
      /"parent_line_number"\s*:/,
      /"cwe_ids"\s*:/,
    ],
  }),
  mapping: jsonMapping({
    each: ['{}'],
    within: ['[]'],
    fields: {
      kind: 'code',
      rule: 'id',
      title: 'title',
      // Bearer's lowest level, for what does not fail a build.
      severity: { of: '^#', words: { warning: 'info' } },
      cwes: 'cwe_ids[]',
      path: ['full_filename', 'filename'],
      line: 'line_number',
      column: 'source.column.start',
      snippet: ['code_extract', 'snippet'],
      references: 'documentation_url',
      tags: 'category_groups[]',
      fingerprints: { bearer: 'fingerprint', bearerOld: 'old_fingerprint' },
      ruleText: { name: 'title', description: 'description', url: 'documentation_url' },
    },
  }),
};
