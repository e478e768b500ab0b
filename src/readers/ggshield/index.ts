import { inCommit } from '../kit/declare/commit.ts';
import { facts } from '../kit/declare/facts.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

const IGNORED = ['^ignore_reason.detail', '^ignore_reason.kind'];

/** ggshield’s JSON: of a history (a scan for each commit) or of files. */
export const reader: Reader = {
  card: {
    id: 'ggshield',
    name: 'ggshield',
    homepage: 'https://github.com/GitGuardian/ggshield',
    aliases: ['ggshield_scan'],
    kinds: ['secret'],
    phase: 'build',
    produce: 'ggshield secret scan repo . --json --output ggshield.json',
    versions: ['1.1', '1.30'],
    goodAt: 'hundreds of kinds of credentials, many of which it tries',
    misses: 'what its service does not get to see',
    noise: 'generic passwords in tests',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['type'],
    any: [/"ignore_sha"/, /"total_incidents"\s*:\s*\d+[^{}]*"total_occurrences"/],
  }),
  mapping: jsonMapping({
    each: ['scans[]', 'entities_with_incidents[]'],
    within: ({ from }) =>
      from === 'scans[]'
        ? ['entities_with_incidents[]', 'incidents[]', 'occurrences[]']
        : ['incidents[]', 'occurrences[]'],
    fields: {
      kind: 'secret',
      rule: '^type',
      message: facts({ Policy: '^policy', Part: 'type' }),
      severity: { of: '^validity', words: { valid: 'critical' }, otherwise: 'high' },
      cwes: '=798',
      path: '^^filename',
      line: 'line_start',
      endLine: 'line_end',
      // The match is shown in part, which is too much; the tool’s own hash of it is enough to know it again.
      secret: { value: '^ignore_sha', verified: validityOf },
      references: '^incident_url',
      told: (told) => {
        const reason = textOf(IGNORED, told);
        return reason === undefined ? undefined : { state: 'suppressed', reason };
      },
      touch: inCommit((told) => (textOf('^^^type', told) === 'commit' ? textOf('^^^id', told) : undefined)),
    },
  }),
};

/** Whether the service tried it: most kinds have no checker. */
function validityOf(told: Told): boolean | undefined {
  const validity = textOf('^validity', told);
  return validity === 'valid' ? true : validity === 'invalid' ? false : undefined;
}
