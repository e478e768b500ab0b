import type { ToldState } from '../../kernel/observation.ts';
import { allOf, facts } from '../kit/declare/facts.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import { asList, asRecord, own, str } from '../kit/values.ts';
import type { Reader } from '../reader.ts';
import { mitigationsOf } from './mitigations.ts';

const STRIDE: Readonly<Record<string, string>> = {
  S: 'Spoofing',
  T: 'Tampering',
  R: 'Repudiation',
  I: 'Information disclosure',
  D: 'Denial of service',
  E: 'Elevation of privilege',
};

/** A model of Threat Composer: its threats, with the mitigations that are linked to them. */
export const reader: Reader = {
  card: {
    id: 'threat-composer',
    name: 'Threat Composer',
    homepage: 'https://awslabs.github.io/threat-composer/',
    aliases: ['ThreatComposer Scan'],
    kinds: ['manual'],
    phase: 'threat-model',
    produce: 'export the workspace as a file (.tc.json) from the page',
    versions: ['1'],
    goodAt: 'threats written down before any code is',
    misses: 'whatever nobody thought of',
    noise: 'threats without a priority',
  },
  recognise: bySigns(
    { form: 'json-object', keys: ['schema', 'threats', 'mitigationLinks'] },
    {
      form: 'json-object',
      keys: ['schema', 'applicationInfo', 'dataflow'],
    },
  ),
  mapping: jsonMapping({
    each: ['threats[]'],
    fields: {
      kind: 'manual',
      rule: (told) => strideOf(told)[0] ?? 'Threat',
      title: ['statement', 'threatAction'],
      message: facts(
        {
          Source: 'threatSource',
          Prerequisites: 'prerequisites',
          Action: 'threatAction',
          Impact: 'threatImpact',
          Comments: (told: Told) => metadata(told, 'Comments'),
        },
        'statement',
      ),
      severity: { of: (told) => metadata(told, 'Priority'), otherwise: 'info' },
      cwes: (told) => textsOf('tags[]', told).filter((tag) => /^CWE-\d+$/i.test(tag)),
      vulnerabilities: (told) => textsOf('tags[]', told).filter((tag) => /^CVE-\d{4}-\d{4,}$/i.test(tag)),
      externalId: 'id',
      remediation: mitigationsOf,
      tags: allOf(strideOf, 'tags[]', 'impactedAssets[]', 'impactedGoal[]'),
      fingerprints: { threatComposer: 'id' },
      told: stateOf,
    },
  }),
};

function metadata(told: Told, key: string): unknown {
  return asList(asRecord(told.value)['metadata'])
    .map(asRecord)
    .find((one) => one['key'] === key)?.['value'];
}

function strideOf(told: Told): string[] {
  return asList(metadata(told, 'STRIDE')).flatMap((letter) => own(STRIDE, str(letter) ?? '') ?? []);
}

function stateOf(told: Told): ToldState | undefined {
  const status = textOf('status', told);
  if (status === 'threatResolvedNotUseful')
    return { state: 'false-positive', reason: 'Not a useful threat.' };
  return status === 'threatResolved' ? { state: 'fixed' } : undefined;
}
