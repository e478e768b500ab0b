import type { ToldState } from '../../kernel/observation.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf } from '../kit/declare/values.ts';
import { own } from '../kit/values.ts';
import type { Reader } from '../reader.ts';

/** What a reviewer decided in CodeChecker, or wrote beside the line. */
const REVIEWS: Record<string, ToldState> = {
  false_positive: { state: 'false-positive', reason: 'Reviewed as false positive in CodeChecker' },
  intentional: { state: 'accepted', reason: 'Reviewed as intentional in CodeChecker' },
};

/** CodeChecker's JSON of `parse` and `cmd results --details`. */
export const reader: Reader = {
  card: {
    id: 'codechecker',
    name: 'CodeChecker',
    homepage: 'https://codechecker.readthedocs.io',
    aliases: ['codechecker_report_native'],
    kinds: ['code'],
    phase: 'build',
    produce: 'CodeChecker parse -e json ./reports -o codechecker.json',
    versions: ['6.20', '6.23'],
    goodAt: 'bugs that Clang finds in C and C++, along their paths',
    misses: 'what happens across several files, unless told to look',
    noise: 'matters of style from Clang-Tidy',
  },
  recognise: bySigns(
    { form: 'json-object', keys: ['version', 'reports'], all: [/"analyzer_result_file_path"\s*:/] },
    {
      form: 'json-object',
      keys: ['version', 'reports'],
      all: [/^\s*\{\s*"version"\s*:\s*1\s*,\s*"reports"\s*:\s*\[\s*\]\s*\}\s*$/],
    },
  ),
  mapping: jsonMapping({
    each: ['reports[]'],
    fields: {
      kind: 'code',
      rule: 'checker_name',
      title: 'message',
      message: 'message',
      severity: { of: 'severity', words: { STYLE: 'info', UNSPECIFIED: 'info' } },
      path: ['file.path', 'file.original_path'],
      line: 'line',
      column: 'column',
      tags: ['analyzer_name', 'category'],
      fingerprints: { codechecker: 'report_hash' },
      told: (told) => own(REVIEWS, textOf('review_status', told) ?? ''),
      ruleText: { name: 'checker_name', tags: 'category' },
    },
  }),
};
