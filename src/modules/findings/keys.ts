import type { Component, Observation, Resource } from '../../kernel/observation.ts';
import { nameOf } from '../../platform/hash.ts';
import type { Seen } from './known.ts';
import { urlTemplate } from './url-template.ts';

/** What an observation is recognised by. Severity, wording, line numbers and order take no part in it. */
export type Keys = Omit<Seen, 'line' | 'content'>;

/** Longer texts do not tell lines apart any better. */
const TEXT_LENGTH = 400;

/** Blanks are folded before the text is cut, so that deeper indentation does not change where it ends. */
export function normaliseText(snippet: string | null | undefined): string {
  if (!snippet) return '';
  for (let window = TEXT_LENGTH * 2; ; window *= 4) {
    const text = snippet.slice(0, window).replace(/\s+/g, ' ').trim().slice(0, TEXT_LENGTH);
    if (text.length === TEXT_LENGTH || window >= snippet.length) return text;
  }
}

/** A short name of what is said; the store makes the same of its columns. */
const wordsOf = ({ message, title }: Observation): string => nameOf(message ?? title);

/**
 * Strong key by kind, as `README.md` lists them.
 * @param ruleName what tracking calls the rule; the key itself has the tool's own word
 * @param compared false: nothing is known that this could be compared with, so that the key is enough
 */
export function keysOf(
  observation: Observation,
  ruleName: (rule: string) => string = (rule) => rule,
  compared = true,
): Keys {
  const { kind, rule, place, title, resource } = observation;
  const text = normaliseText(place.snippet);
  const strong = (key: string, rest: Partial<Keys> = {}): Keys => ({
    key,
    path: null,
    ordered: false,
    rule: ruleName(rule),
    // Of equal ones there is nothing else to tell them apart.
    text: text || normaliseText(title),
    ...rest,
  });
  switch (kind) {
    case 'dependency':
    case 'container':
    case 'license':
      if (observation.component) return strong(packageKey(observation), packageKeys(observation, ruleName));
      break;
    case 'secret':
      if (observation.secret?.hash)
        // Wherever it is copied it is the same secret; of its copies each stays in its file while it can.
        return strong(
          nameOf('secret', observation.secret.hash),
          place.path === undefined ? {} : { text: normaliseText(place.path) },
        );
      break;
    case 'web':
      if (observation.web) {
        const { method, url, parameter } = observation.web;
        return strong(nameOf('web', rule, method ?? 'GET', urlTemplate(url), parameter), {
          text: normaliseText(url),
        });
      }
      break;
    case 'host':
    case 'cloud':
      if (observation.component) return strong(packageKey(observation), packageKeys(observation, ruleName));
      if (resource) return strong(nameOf(kind, rule, resourceName(resource)));
      break;
    case 'manual':
      if (observation.externalId) return strong(nameOf('manual', rule, observation.externalId));
      break;
  }
  // An object of a cluster or a cloud that is no file, whatever the kind.
  if (place.path === undefined && resource) return strong(nameOf(kind, rule, resourceName(resource)));
  const key = nameOf('place', rule, place.path ?? '', text, place.symbol);
  // Without any place there is no order to keep.
  if (place.path === undefined) return strong(key);
  const said = compared ? wordsOf(observation) : undefined;
  return { key, path: place.path, ordered: true, rule: ruleName(rule), text, said };
}

/** Kinds that tell of a package, where the report names it. */
export const isOfPackage = (kind: string): boolean => OF_PACKAGES.has(kind);
const OF_PACKAGES: ReadonlySet<string> = new Set(['dependency', 'container', 'license', 'host', 'cloud']);

const packageKey = (observation: Observation): string =>
  nameOf(
    observation.kind,
    observation.place.path ?? '',
    placedPackage(packageOf(observation.component!), observation.resource),
    weaknessOf(observation.vulnerabilities, observation.rule),
  );

function packageKeys(
  { place, component, vulnerabilities, rule, resource }: Observation,
  ruleName: (rule: string) => string,
): Partial<Keys> {
  const name = placedPackage(packageOf(component!), resource);
  return {
    path: place.path ?? null,
    rule: packageRule(name, vulnerabilities, ruleName(rule)),
    text: normaliseText(component!.version),
    package: { name, weaknesses: vulnerabilities },
  };
}

/** Equal only for one and the same: the id alone need not be unique across accounts, regions and types. */
const resourceName = ({ account, region, type, id, host, port, protocol }: Resource): string =>
  nameOf(account, region, type, id, host, port, protocol);

/** One report may tell of several workloads or repositories; the same package in each is a finding of its own. */
export const placedPackage = (name: string, resource: Resource | null | undefined): string =>
  resource ? `${name} ${resourceName(resource)}` : name;

/** What is wrong with a package, in whatever file it is named. */
export const packageRule = (name: string, vulnerabilities: readonly string[], rule: string): string =>
  `${name} ${weaknessOf(vulnerabilities, rule)}`;

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
const weaknessOf = (vulnerabilities: readonly string[], rule: string): string =>
  vulnerabilities.find((id) => id.startsWith('CVE-')) ?? vulnerabilities[0] ?? rule;
