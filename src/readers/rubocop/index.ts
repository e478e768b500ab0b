import type { Severity } from '../../kernel/severity.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

const SEVERITIES: Record<string, Severity> = {
  fatal: 'critical',
  error: 'high',
  warning: 'medium',
  convention: 'low',
  refactor: 'low',
  info: 'info',
};

/** RuboCop's JSON. */
export const reader: Reader = {
  card: {
    id: 'rubocop',
    name: 'RuboCop',
    homepage: 'https://rubocop.org',
    aliases: [],
    kinds: ['code'],
    phase: 'build',
    produce: 'rubocop --only Security --format json --out rubocop.json',
    versions: ['1'],
    goodAt: 'dangerous calls in Ruby, found fast',
    misses: 'how data flows; Brakeman knows Rails better',
    noise: 'matters of style, which are most of its cops',
  },
  recognise: bySigns({ form: 'json-object', keys: ['metadata', 'files'], all: [/"rubocop_version"\s*:/] }),
  mapping: jsonMapping({
    each: ['files[]'],
    within: ['offenses[]'],
    tool: { name: '=RuboCop', version: 'metadata.rubocop_version' },
    fields: {
      kind: 'code',
      rule: 'cop_name',
      message: 'message',
      severity: { of: 'severity', words: SEVERITIES },
      path: '^path',
      line: ['location.start_line', 'location.line'],
      endLine: 'location.last_line',
      column: ['location.start_column', 'location.column'],
      endColumn: 'location.last_column',
      told: (told) => (textOf('corrected', told) === 'true' ? { state: 'fixed' } : undefined),
      ruleText: { name: 'cop_name', url: page },
      touch: (observation) => {
        // RuboCop calls all cops of its security department matters of convention.
        const minor = observation.severity === 'low' || observation.severity === 'info';
        if (minor && observation.rule.startsWith('Security/')) observation.severity = 'medium';
      },
    },
  }),
};

/** `Security/Open` -> its section on the page of the department; departments of extensions have pages elsewhere. */
function page(told: Told): string | undefined {
  const [department, cop, more] = (textOf('cop_name', told) ?? '').split('/');
  if (!department || !cop || more !== undefined) return undefined;
  const name = department.toLowerCase();
  return `https://docs.rubocop.org/rubocop/cops_${name}.html#${name}${cop.toLowerCase()}`;
}
