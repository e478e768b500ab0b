import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

const SKIPPED = 'results.skipped_violations[]';

/** Terrascan's JSON. */
export const reader: Reader = {
  card: {
    id: 'terrascan',
    name: 'Terrascan',
    homepage: 'https://runterrascan.io',
    aliases: ['Terrascan Scan'],
    kinds: ['config'],
    phase: 'build',
    produce: 'terrascan scan -o json > terrascan.json',
    versions: ['1.4', '1.19'],
    goodAt: 'Terraform and Kubernetes files against policies of the clouds',
    misses: 'newer services: it is no longer developed',
    noise: 'wishes that only matter in production, told of examples too',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['results'],
    any: [/"policies_validated"\s*:/, /"plan_root"\s*:/],
  }),
  mapping: jsonMapping({
    each: ['results.violations[]', SKIPPED],
    fields: {
      kind: 'config',
      rule: 'rule_id',
      title: 'rule_name',
      message: 'description',
      severity: 'severity',
      path: 'file',
      line: 'line',
      symbol: (told) =>
        [...textsOf('resource_type', told), ...textsOf('resource_name', told)].join('/') || undefined,
      tags: 'category',
      ruleText: { name: 'rule_name', description: 'description' },
      told: (told) =>
        told.from === SKIPPED ? { state: 'suppressed', reason: textOf('skip_comment', told) } : undefined,
    },
  }),
};
