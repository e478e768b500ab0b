import type { ToldState } from '../../kernel/observation.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

/** tfsec's JSON. */
export const reader: Reader = {
  card: {
    id: 'tfsec',
    name: 'tfsec',
    homepage: 'https://aquasecurity.github.io/tfsec/',
    aliases: ['TFSec Scan'],
    kinds: ['config'],
    phase: 'build',
    produce: 'tfsec . --format json --out tfsec.json',
    versions: ['0.39', '1'],
    goodAt: 'Terraform, modules included',
    misses: 'newer services: Trivy goes on with its rules',
    noise: 'one line of a module, told for each use of the module',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['results'],
    all: [/"rule_provider"\s*:/, /"rule_description"\s*:/],
  }),
  mapping: jsonMapping({
    each: ['results[]'],
    // A line of a module is told for each use of the module: one line, one fix, with the resources it concerns.
    instance: (told) => textOf('description', told),
    fields: {
      kind: 'config',
      rule: ['rule_id', 'long_id'],
      title: 'rule_description',
      severity: 'severity',
      path: 'location.filename',
      line: 'location.start_line',
      endLine: 'location.end_line',
      symbol: resourceOf,
      references: linksOf,
      remediation: 'resolution',
      tags: ['rule_provider', 'rule_service'],
      ruleText: { name: 'rule_description', description: 'impact', help: 'resolution', references: linksOf },
      told: stateOf,
      skip: (told) =>
        /^(?:passed|1|true)$/.test(textOf(['status', 'passed'], told) ?? '')
          ? 'Checks that passed are not findings.'
          : undefined,
    },
  }),
};

/** `module.BUCKETS:aws_s3_bucket.invoices[0]`: the resource as the line itself names it, whoever uses the module. */
function resourceOf(told: Told): string | undefined {
  const named = textOf('resource', told) ?? /'([^']+)'/.exec(textOf('description', told) ?? '')?.[1];
  return named
    ?.split(':')
    .at(-1)
    ?.replace(/\[[^\]]*\]$/, '');
}

/** Older versions wrap the address in words. */
function linksOf(told: Told): string[] {
  return [...textsOf('links[]', told), ...textsOf('link', told)].flatMap(
    (text) => text.match(/https?:\S+/g) ?? [],
  );
}

function stateOf(told: Told): ToldState | undefined {
  return /^(?:ignored|2)$/.test(textOf('status', told) ?? '') ? { state: 'suppressed' } : undefined;
}
