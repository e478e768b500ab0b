import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

const RESULT = [/"node_type"\s*:/, /"tests"\s*:/];

/** kube-bench’s JSON: controls below a name, a list of them, or one after the other. */
export const reader: Reader = {
  card: {
    id: 'kube-bench',
    name: 'kube-bench',
    homepage: 'https://github.com/aquasecurity/kube-bench',
    aliases: ['kubebench'],
    kinds: ['config'],
    phase: 'production',
    produce: 'kube-bench run --json --outputfile kube-bench.json',
    versions: ['0.3', '0.6', '0.10'],
    goodAt: 'how the nodes of a cluster are set up, by the CIS benchmark',
    misses: 'workloads',
    noise: 'checks that a provider of clusters does not let you change',
  },
  recognise: bySigns(
    { form: 'json-object', keys: ['Controls'], all: RESULT },
    { form: ['json-array', 'json-object'], keys: ['id', 'version', 'text', 'node_type', 'tests'] },
  ),
  mapping: jsonMapping({
    each: ['Controls[]', '[]', 'tests[]'],
    lines: true,
    within: ({ from }) => (from === 'tests[]' ? ['results[]'] : ['tests[]', 'results[]']),
    fields: {
      kind: 'config',
      rule: 'test_number',
      title: 'test_desc',
      message: ['reason', 'actual_value'],
      // The benchmark does not rate: what failed is worth a look, what could not be decided is a hint.
      severity: { of: 'status', words: { FAIL: 'medium', WARN: 'info' } },
      remediation: 'remediation',
      tags: '^^node_type',
      ruleText: { name: 'test_desc', description: 'audit', help: 'remediation' },
      skip: passed,
    },
  }),
};

function passed(told: Told): string | undefined {
  const status = textOf('status', told);
  if (status === 'FAIL') return undefined;
  if (status === 'WARN' && textOf('type', told) !== 'manual') return undefined;
  return status === 'WARN'
    ? 'Checks that a person has to do were left out.'
    : 'Checks that passed or do not apply were left out.';
}
