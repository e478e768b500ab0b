import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import { textOf, textsOf } from '../kit/declare/values.ts';
import type { Reader } from '../reader.ts';
import { controlOf, fileOf, labelsOfObject, objectOf, severityOf } from './document.ts';

/** Kubescape’s JSON of format v2: results by resource, controls and resources in tables of their own. */
export const reader: Reader = {
  card: {
    id: 'kubescape',
    name: 'Kubescape',
    homepage: 'https://kubescape.io',
    aliases: [],
    kinds: ['config'],
    phase: 'build',
    produce: 'kubescape scan --format json --format-version v2 --output kubescape.json .',
    versions: ['2', '3'],
    goodAt: 'manifests and clusters against the frameworks of NSA, MITRE and CIS',
    misses: 'what the images hold',
    noise: 'controls that a namespace’s policy already enforces',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['generationTime', 'summaryDetails'],
    any: [/"customerGUID"/, /"clusterAPIServerInfo"/],
  }),
  mapping: jsonMapping({
    each: ['results[]'],
    within: ['controls[]'],
    fields: {
      kind: 'config',
      rule: 'controlID',
      title: 'name',
      message: (told) => textsOf('rules[].paths[].failedPath', told).join('\n'),
      severity: severityOf,
      path: fileOf,
      symbol: (told) => (fileOf(told) === undefined ? undefined : objectOf(told)),
      resource: {
        id: (told) => (fileOf(told) === undefined ? objectOf(told) : undefined),
        labels: labelsOfObject,
      },
      remediation: (told) =>
        textsOf('rules[].paths[].fixPath.path', told)
          .map((path) => `Set \`${path}\`.`)
          .join('\n'),
      tags: (told) => textsOf('category.name', { ...told, value: controlOf(told) }),
      ruleText: {
        name: 'name',
        url: (told) => `https://hub.armosec.io/docs/${textOf('controlID', told)?.toLowerCase()}`,
      },
      told: (told) =>
        textOf('status.subStatus', told) === 'w/exceptions'
          ? { state: 'accepted', reason: 'exception in Kubescape' }
          : undefined,
      skip: (told) =>
        textOf('status.status', told) === 'failed' || textOf('status.subStatus', told) === 'w/exceptions'
          ? undefined
          : 'Controls that passed or did not apply were left out.',
    },
  }),
};
