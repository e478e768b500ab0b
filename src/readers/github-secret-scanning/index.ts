import type { ToldState } from '../../kernel/observation.ts';
import { facts } from '../kit/declare/facts.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { flagOf, textOf } from '../kit/declare/values.ts';
import { maskTokens } from '../kit/mask.ts';
import { own } from '../kit/values.ts';
import type { Reader } from '../reader.ts';

const answer = (spec: string) => (told: Told) => {
  const flag = flagOf(spec, told);
  return flag === undefined ? undefined : flag ? 'Yes' : 'No';
};

const STATES: Readonly<Record<string, ToldState['state']>> = {
  revoked: 'fixed',
  false_positive: 'false-positive',
  wont_fix: 'accepted',
  used_in_tests: 'accepted',
};

function stateOf(told: Told): ToldState | undefined {
  if (textOf('state', told) !== 'resolved') return undefined;
  const resolution = textOf('resolution', told) ?? 'resolved';
  const comment = textOf('resolution_comment', told);
  const reason = [resolution.replaceAll('_', ' '), comment].filter(Boolean).join(': ');
  return { state: own(STATES, resolution) ?? 'suppressed', reason: maskTokens(reason) };
}

/** Alerts of GitHub's secret scanning, https://docs.github.com/rest/secret-scanning/secret-scanning */
export const reader: Reader = {
  card: {
    id: 'github-secret-scanning',
    name: 'GitHub secret scanning',
    homepage: 'https://docs.github.com/code-security/secret-scanning',
    aliases: ['github_secrets_detection_report', 'github_secrets'],
    kinds: ['secret'],
    phase: 'build',
    produce: 'gh api --paginate repos/OWNER/REPO/secret-scanning/alerts > github-secrets.json',
    versions: ['2022-11-28'],
    goodAt: 'tokens of many providers, some of which it tries',
    misses: 'credentials without a known form, unless patterns are added',
    noise: 'tokens that were revoked long ago',
  },
  recognise: bySigns({
    form: 'json-array',
    keys: ['number', 'html_url', 'state', 'secret_type'],
    all: [/"locations_url"|"secret_type_display_name"/],
  }),
  mapping: jsonMapping({
    each: ['[]'],
    fields: {
      kind: 'secret',
      rule: 'secret_type',
      title: 'secret_type_display_name',
      message: facts({
        'Secret type': 'secret_type_display_name',
        'Alert state': 'state',
        Repository: 'repository.full_name',
        Resolution: 'resolution',
        'Push protection bypassed': 'push_protection_bypassed',
        Validity: 'validity',
        'Publicly leaked': answer('publicly_leaked'),
        'Multi-repository': answer('multi_repo'),
      }),
      // GitHub does not rate; a token that still works is the worst of them.
      severity: { of: 'validity', words: { active: 'critical', unknown: 'high' }, otherwise: 'high' },
      cwes: '=798',
      path: 'first_location_detected.path',
      line: 'first_location_detected.start_line',
      endLine: 'first_location_detected.end_line',
      column: 'first_location_detected.start_column',
      endColumn: 'first_location_detected.end_column',
      secret: { value: 'secret', verified: validityOf },
      externalId: 'html_url',
      firstFoundAt: 'created_at',
      references: 'html_url',
      told: stateOf,
      ruleText: { name: 'secret_type_display_name' },
    },
  }),
};

/** GitHub asks the provider; what it has not asked, it calls unknown. */
function validityOf(told: Told): boolean | undefined {
  const validity = textOf('validity', told);
  return validity === 'active' ? true : validity === 'inactive' ? false : undefined;
}
