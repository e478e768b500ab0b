import type { ToldState } from '../../kernel/observation.ts';
import { jsonMapping } from '../kit/declare/mappings.ts';
import { bySigns } from '../kit/declare/recognise.ts';
import type { Told } from '../kit/declare/told.ts';
import { all, textsOf } from '../kit/declare/values.ts';
import { asRecord, text } from '../kit/values.ts';
import type { Reader } from '../reader.ts';

/** What StackHawk sends to a webhook after a scan. A finding lists the paths it was seen at. */
export const reader: Reader = {
  card: {
    id: 'stackhawk',
    name: 'StackHawk',
    homepage: 'https://www.stackhawk.com',
    aliases: ['hawkscan'],
    kinds: ['web'],
    phase: 'test',
    produce: 'take what the generic webhook of StackHawk sends after a scan',
    versions: ['HawkScan 2'],
    goodAt: 'APIs and applications, scanned by developers in the pipeline',
    misses: 'request and evidence, which stay on its page',
    noise: 'headers of local set-ups that production sets elsewhere',
  },
  recognise: bySigns({
    form: 'json-object',
    keys: ['service', 'scanCompleted'],
    all: [/"service"\s*:\s*"StackHawk"/],
  }),
  mapping: jsonMapping({
    each: ['scanCompleted.findings[]'],
    tool: { name: '=StackHawk', version: 'scanCompleted.scan.hawkscanVersion' },
    instance: paths,
    fields: {
      kind: 'web',
      rule: 'pluginId',
      title: 'pluginName',
      message: 'findingURL',
      severity: 'severity',
      web: { url: 'host' },
      resource: {
        id: '/scanCompleted.scan.application',
        type: '=application',
        account: '/scanCompleted.scan.env',
      },
      references: 'findingURL',
      tags: 'category',
      told: toldState,
      ruleText: { name: 'pluginName', tags: 'category' },
    },
  }),
};

function paths(told: Told): string[] {
  return all('paths[]', told)
    .map(asRecord)
    .map((path) => {
      const [method, address, status] = [text(path['method']), text(path['path']), text(path['status'])];
      const open = status === undefined || status === 'NEW';
      const decided = open ? '' : ` (${status.toLowerCase().replaceAll('_', ' ')})`;
      return `${[method, address].filter(Boolean).join(' ')}${decided}`;
    });
}

/** Decided only when all its paths are. */
function toldState(told: Told): ToldState | undefined {
  const states = new Set(textsOf('paths[].status', told));
  if (states.size === 0) return undefined;
  if (states.size === 1 && states.has('FALSE_POSITIVE'))
    return { state: 'false-positive', reason: 'Marked as a false positive in StackHawk.' };
  if ([...states].every((state) => state === 'RISK_ACCEPTED' || state === 'FALSE_POSITIVE'))
    return { state: 'accepted', reason: 'The risk was accepted in StackHawk.' };
  return undefined;
}
