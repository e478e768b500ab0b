import type { Severity } from '../../kernel/severity.ts';
import type { Told } from '../kit/declare/told.ts';
import { textOf } from '../kit/declare/values.ts';
import { asList, asRecord, type Json, num, own, str } from '../kit/values.ts';

/** Resources of a document by their ids, made once for each document. */
const resources = new WeakMap<Json, Map<string, Json>>();

function resourceOf(told: Told): Json {
  const document = asRecord(told.shell);
  let byId = resources.get(document);
  if (byId === undefined) {
    byId = new Map();
    for (const one of asList(document['resources']).map(asRecord))
      byId.set(str(one['resourceID']) ?? '', one);
    resources.set(document, byId);
  }
  return asRecord(byId.get(textOf('^resourceID', told) ?? ''));
}

/** The file that a manifest came from; what is read from a cluster has none. */
export const fileOf = (told: Told): string | undefined => {
  const source = asRecord(resourceOf(told)['source']);
  return str(source['relativePath']) ?? str(source['helmPath']);
};

/** Labels of the object itself. */
export const labelsOfObject = (told: Told): unknown =>
  asRecord(asRecord(asRecord(resourceOf(told)['object'])['metadata'])['labels']);

/** `path=1/api=apps/v1/sales/Deployment/shop` -> `sales/Deployment/shop`. */
export const objectOf = (told: Told): string | undefined =>
  textOf('^resourceID', told)
    ?.replace(/^(?:path=\d+\/)?(?:api=)?/, '')
    .split('/')
    .slice(-3)
    .filter(Boolean)
    .join('/');

export const controlOf = (told: Told): Json =>
  asRecord(
    own(
      asRecord(asRecord(asRecord(told.shell)['summaryDetails'])['controls']),
      textOf('controlID', told) ?? '',
    ),
  );

/** Where Kubescape draws the lines between its words. */
const LEVELS: [atLeast: number, severity: Severity][] = [
  [9, 'critical'],
  [7, 'high'],
  [4, 'medium'],
  [1, 'low'],
];

export function severityOf(told: Told): string | undefined {
  const control = controlOf(told);
  const factor = num(control['scoreFactor']) ?? -1;
  return str(control['severity']) ?? LEVELS.find(([atLeast]) => factor >= atLeast)?.[1];
}
