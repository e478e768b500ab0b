import { look } from '../kit/declare/expression.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Reader } from '../reader.ts';

const lines = look('^line_numbers[]');

/** cfn_nag's JSON: files with violations, each of several resources. */
export const reader: Reader = {
  card: {
    id: 'cfn-nag',
    name: 'cfn_nag',
    homepage: 'https://github.com/stelligent/cfn_nag',
    aliases: ['CFN-Nag', 'AWS CloudFormation cfn_nag'],
    kinds: ['config'],
    phase: 'build',
    produce: 'cfn_nag_scan --input-path templates --output-format json > cfn-nag.json',
    versions: ['0.5', '0.8'],
    goodAt: 'CloudFormation templates that open more than they should',
    misses: 'values that are known only when a stack is made',
    noise: 'warnings about names and descriptions',
  },
  recognise: bySigns({ form: 'json-array', keys: ['filename', 'file_results'] }),
  mapping: jsonMapping({
    each: ['[]'],
    within: ['file_results.violations[]', 'logical_resource_ids[]?'],
    fields: {
      kind: 'config',
      rule: '^id',
      title: '^message',
      message: '^message',
      severity: { of: '^type', words: { fail: 'high', warn: 'medium' } },
      path: '^^filename',
      line: (told) => lines(told)[Number(told.key ?? 0)],
      symbol: '.',
      tags: '^name',
      ruleText: { name: '^name', description: '^message' },
    },
  }),
};
