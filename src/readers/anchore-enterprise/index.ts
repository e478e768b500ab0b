import { look } from '../kit/declare/expression.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { severityOfWord } from '../kit/severity-words.ts';
import { asList, asRecord } from '../kit/values.ts';
import { vulnerabilitiesIn } from '../kit/vulnerability-id.ts';
import type { Reader } from '../reader.ts';

const HEADER = look('^header');

/** Rows are lists; the header beside them says which cell is which. */
const cell =
  (name: string) =>
  (told: Told): unknown =>
    asList(told.value)[asList(HEADER(told)[0]).indexOf(name)];

const output = cell('Check_Output');
const isPackage = (told: Told): boolean => cell('Gate')(told) === 'vulnerabilities';

/** `HIGH Vulnerability found in os package type (dpkg) - libacme (CVE-… - https://…)`. */
const PACKAGE = /^(\w+) Vulnerability found in .*?package type \(([\w-]+)\) - (\S+)/i;
const saidOfPackage = (told: Told, part: 1 | 2 | 3): string | undefined =>
  isPackage(told) ? PACKAGE.exec(String(output(told) ?? ''))?.[part] : undefined;

/** Anchore Enterprise's evaluation of an image against a policy. */
export const reader: Reader = {
  card: {
    id: 'anchore-enterprise',
    name: 'Anchore Enterprise',
    homepage: 'https://docs.anchore.com',
    aliases: ['anchore-policy', 'anchore_enterprise_policy_check'],
    kinds: ['config', 'container'],
    phase: 'build',
    produce: 'anchore-cli --json evaluate check IMAGE --detail > anchore-policy.json',
    versions: ['2.2', '4.9'],
    goodAt: 'rules of your own for what an image may hold',
    misses: 'what the policy does not ask for',
    noise: 'warnings of the default policy',
  },
  recognise: bySigns({
    form: 'json-array',
    all: [/^\s*\[\s*\{\s*"sha256:/, /"(?:policyId|last_evaluation|final_action|blacklisted_images)"/],
  }),
  mapping: jsonMapping({
    each: ['[]'],
    within: ['{}', '{}', '[]', 'detail.result.result{}', 'result', 'rows[]'],
    fields: {
      kind: (told) => (isPackage(told) ? 'container' : 'config'),
      rule: (told) => {
        const [named] = isPackage(told) ? vulnerabilitiesIn(String(output(told) ?? '')) : [];
        return named ?? [cell('Gate')(told), cell('Trigger')(told)].filter(Boolean).join('/');
      },
      message: output,
      severity: {
        of: (told) => {
          const word = saidOfPackage(told, 1);
          return severityOfWord(word) ? word : cell('Gate_Action')(told);
        },
        words: { stop: 'high', warn: 'medium', go: 'info' },
      },
      vulnerabilities: (told) => (isPackage(told) ? vulnerabilitiesIn(String(output(told) ?? '')) : []),
      package: { type: (told) => saidOfPackage(told, 2), name: (told) => saidOfPackage(told, 3) },
      resource: { id: cell('Repo_Tag'), type: '=image' },
      fingerprints: { anchore: cell('Trigger_Id') },
      told: (told) => {
        const allowed = cell('Whitelisted')(told);
        if (!allowed) return undefined;
        const list = textOf('matched_rule_id', { ...told, value: asRecord(allowed) });
        return {
          state: 'suppressed',
          reason: list ? `allowed by ${list} of the policy` : 'allowed by the policy',
        };
      },
    },
  }),
};
