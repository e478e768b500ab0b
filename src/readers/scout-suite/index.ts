import { facts } from '../kit/declare/facts.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';
import { itemId, nameOfItem, regionOf } from './item.ts';

/** The results of Scout Suite: a script that assigns one document to a name. */
export const reader: Reader = {
  card: {
    id: 'scout-suite',
    name: 'Scout Suite',
    homepage: 'https://github.com/nccgroup/ScoutSuite',
    aliases: ['Scout Suite Scan', 'scoutsuite'],
    kinds: ['cloud'],
    phase: 'production',
    produce: 'scout aws && ls scoutsuite-report/scoutsuite-results/scoutsuite_results_*.js',
    versions: ['5'],
    goodAt: 'settings of AWS, Azure, Google Cloud and others in one picture',
    misses: 'services newer than its last release',
    noise: 'one default setting, told for every region',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['account_id', 'last_run'],
    all: [/"ruleset_about"\s*:/, /"ruleset_name"\s*:/],
  }),
  mapping: jsonMapping({
    tool: { name: '=Scout Suite', version: 'last_run.version' },
    each: ['services{}.findings{}'],
    within: ['items[]'],
    fields: {
      kind: 'cloud',
      rule: '^#',
      title: '^description',
      message: facts({ Resource: nameOfItem }, '^rationale'),
      severity: { of: '^level', words: { danger: 'critical', warning: 'medium', good: 'info' } },
      resource: { id: itemId, type: '^service', account: '/account_id', region: regionOf },
      references: '^references',
      remediation: '^remediation',
      tags: (told) => [textOf('/provider_code', told), textOf('^service', told)],
      ruleText: {
        name: '^description',
        description: '^rationale',
        help: '^remediation',
        references: '^references',
      },
    },
  }),
};
