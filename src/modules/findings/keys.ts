import type { Component, Observation } from '../../kernel/observation.ts';
import { nameOf } from '../../platform/hash.ts';

/** What an observation is recognised by. Severity, wording, line numbers and order take no part in it. */
export interface Keys {
  /** Strong key: equal means the same weakness in the same place. Repeats of equal text share it. */
  key: string;
  /** Rule and path, for places in files: inside it moved and edited lines are aligned. */
  place: string | null;
  /** Normalised text of the flagged line; empty when the report has none. */
  text: string;
}

/** Longer texts do not tell lines apart any better. */
const TEXT_LENGTH = 400;

export const normaliseText = (snippet: string | null | undefined): string =>
  snippet
    ? snippet
        .slice(0, TEXT_LENGTH * 2)
        .replace(/\s+/g, ' ')
        .trim()
        .slice(0, TEXT_LENGTH)
    : '';

/** Strong key by kind, as `README.md` lists them. */
export function keysOf(observation: Observation): Keys {
  const { kind, rule, place } = observation;
  const text = normaliseText(place.snippet);
  const path = place.path ?? '';
  switch (kind) {
    case 'dependency':
    case 'container':
    case 'license':
      if (observation.component) {
        return strong(nameOf(kind, path, packageOf(observation.component), weaknessOf(observation)), text);
      }
      break;
    case 'secret':
      if (observation.secret?.hash) return strong(nameOf('secret', observation.secret.hash), text);
      break;
    case 'web':
      if (observation.web) {
        const { method, url, parameter } = observation.web;
        return strong(nameOf('web', rule, method ?? 'GET', urlTemplate(url), parameter), text);
      }
      break;
    case 'host':
    case 'cloud':
      if (observation.resource) {
        const { id, host, port, protocol } = observation.resource;
        return strong(nameOf(kind, rule, id, host, port, protocol), text);
      }
      break;
    case 'manual':
      if (observation.externalId) return strong(nameOf('manual', rule, observation.externalId), text);
      break;
  }
  return { key: nameOf('place', rule, path, text, place.symbol), place: nameOf(rule, path), text };
}

const strong = (key: string, text: string): Keys => ({ key, place: null, text });

/** The package without its version: `pkg:npm/%40acme/x` or, where the ecosystem is unknown, the bare name. */
export function packageOf(component: Component): string {
  if (!component.type) return indexable(component.name);
  const namespace = component.namespace ? `${component.namespace}/` : '';
  return indexable(`pkg:${component.type}/${namespace}${component.name}`);
}

/** PostgreSQL's B-trees hold 2.7 kB an entry. */
const NAME_LENGTH = 500;

/** What is too long for an index is cut; a hash keeps it apart from others that begin alike. */
const indexable = (name: string): string =>
  name.length <= NAME_LENGTH ? name : `${name.slice(0, NAME_LENGTH - 40).toWellFormed()}~${nameOf(name)}`;

/** The CVE where there is one, because every tool knows it; else what the tool calls it. */
const weaknessOf = (observation: Observation): string =>
  observation.vulnerabilities.find((id) => id.startsWith('CVE-')) ??
  observation.vulnerabilities[0] ??
  observation.rule;

/** Ids and values folded: `/orders/4711?page=2` and `/orders/4712?page=3` are the same place. */
export function urlTemplate(url: string): string {
  const [address = '', query = ''] = url.split('#')[0]!.split('?');
  const path = address
    .split('/')
    .map((part, index) => (index > 2 && /^(\d+|[0-9a-f]{8,}(-[0-9a-f]{4,})*)$/i.test(part) ? '{id}' : part))
    .join('/');
  const names = query
    .split('&')
    .filter(Boolean)
    .map((pair) => pair.split('=')[0]!)
    .sort();
  return names.length > 0 ? `${path}?${names.join('&')}` : path;
}
