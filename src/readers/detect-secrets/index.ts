import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { flagOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';

/** The baseline of detect-secrets. */
export const reader: Reader = {
  card: {
    id: 'detect-secrets',
    name: 'detect-secrets',
    homepage: 'https://github.com/Yelp/detect-secrets',
    aliases: ['detect_secrets_baseline'],
    kinds: ['secret'],
    phase: 'build',
    produce: 'detect-secrets scan > .secrets.baseline',
    versions: ['0.14', '1'],
    goodAt: 'keeping a list of what is known, with a verdict for each',
    misses: 'the history of the repository',
    noise: 'long random words that are no keys',
  },
  recognise: bySigns(
    { form: 'json-object', keys: ['plugins_used', 'results'] },
    {
      form: 'json-object',
      keys: ['version', 'plugins_used', 'filters_used'],
    },
  ),
  mapping: jsonMapping({
    each: ['results{}'],
    within: ['[]'],
    fields: {
      kind: 'secret',
      rule: 'type',
      severity: () => 'high',
      cwes: '=798',
      // The file is the name of its list; newer versions repeat it.
      path: ['filename', '^#'],
      line: 'line_number',
      // A SHA-1 of the value: enough to know it again. `is_verified: false` mostly means that nobody tried.
      secret: {
        value: 'hashed_secret',
        verified: (told) => flagOf('is_verified', told) || undefined,
      },
      told: (told) =>
        flagOf('is_secret', told) === false
          ? { state: 'false-positive', reason: 'audit of the baseline' }
          : undefined,
      touch: (observation, told) => {
        observation.message = verdict(told);
      },
    },
  }),
};

function verdict(told: Told): string {
  const real = flagOf('is_secret', told);
  if (real === undefined) return 'Nobody has judged it yet: `detect-secrets audit` asks for a verdict.';
  return real ? 'Confirmed in the audit of the baseline.' : 'No secret, says the audit of the baseline.';
}
