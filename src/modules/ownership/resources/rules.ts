import {
  addressOf,
  compileResourcePattern,
  domainName,
  type ResourcePattern,
  type ResourceRule,
  textGlob,
} from '../../organisation/pure.ts';
import type { Facet, Labels, ResourcePlace } from './place.ts';

/** A rule with the repository it may name, by id. */
export interface ResourceRuleFacts extends ResourceRule {
  repositoryId: string | null;
}

/** A rule made ready to be asked. */
export interface CompiledRule {
  rule: ResourceRuleFacts;
  pattern: ResourcePattern | null;
  tags: readonly { name: string; matches(value: string): boolean }[];
  position: number;
}

interface OfKind {
  /** Those of one key alone. */
  exact: Map<string, CompiledRule[]>;
  /** The most specific first. */
  others: CompiledRule[];
  tagged: CompiledRule[];
}

/** The registry's rules on what is no path, by kind. */
export type ResourceRules = ReadonlyMap<Facet['kind'], OfKind>;

/** A rule whose pattern means nothing has no effect: the import refuses such, so it comes from an older one. */
export function compileRules(rules: readonly ResourceRuleFacts[]): ResourceRules {
  const compiled = rules.flatMap((rule, position) => compileRule(rule, position) ?? []).sort(strongestFirst);
  const byKind = new Map<Facet['kind'], OfKind>();
  for (const one of compiled) {
    const { kind } = one.rule;
    const ofKind: OfKind = byKind.get(kind) ?? { exact: new Map(), others: [], tagged: [] };
    byKind.set(kind, ofKind);
    const exact = KEYED.has(kind) ? (one.pattern?.exact ?? null) : null;
    if (one.tags.length > 0) ofKind.tagged.push(one);
    else if (exact === null) ofKind.others.push(one);
    else ofKind.exact.set(exact, [...(ofKind.exact.get(exact) ?? []), one]);
  }
  return byKind;
}

/** Kinds whose keys have one form, so that a rule for one key is found without asking all. */
const KEYED: ReadonlySet<Facet['kind']> = new Set([
  'cloud-account',
  'cloud-resource',
  'cluster',
  'workload',
  'host',
  'network',
  'domain',
]);

const keyed = ({ kind, key }: Facet): string =>
  kind === 'domain'
    ? domainName(key)
    : kind === 'network'
      ? (addressOf(key)?.toString() ?? key)
      : key.toLowerCase();

function compileRule(rule: ResourceRuleFacts, position: number): CompiledRule | null {
  const compiled = rule.pattern === null ? null : compileResourcePattern(rule.kind, rule.pattern);
  if (compiled && !compiled.ok) return null;
  const tags = Object.entries(rule.tags).map(([name, value]) => {
    const { matches } = textGlob(value.toLowerCase());
    return { name: name.toLowerCase(), matches };
  });
  return { rule, pattern: compiled?.pattern ?? null, tags, position };
}

/** The one key before several, more tags, more of the name, a named provider; of equals the later. */
const strongestFirst = (a: CompiledRule, b: CompiledRule): number =>
  Number(isExact(b)) - Number(isExact(a)) ||
  b.tags.length - a.tags.length ||
  (b.pattern?.fixed ?? 0) - (a.pattern?.fixed ?? 0) ||
  Number(b.rule.provider !== null) - Number(a.rule.provider !== null) ||
  b.position - a.position;

const isExact = ({ pattern }: CompiledRule) => pattern !== null && pattern.exact !== null;

/**
 * The most specific rule that speaks of the thing at this step of the way. Rules with tags speak of what carries
 * them, wherever further out their pattern matches: a bucket's own tag says more than its account.
 */
export function ruleFor(rules: ResourceRules, place: ResourcePlace, at: number): CompiledRule | null {
  const facet = place[at]!;
  const plain = untagged(rules.get(facet.kind), facet);
  const { labels } = facet;
  const tags = labels && Object.keys(labels).length > 0 ? folded(labels) : null;
  if (tags === null) return plain;
  for (let outer = at; outer < place.length; outer++) {
    const held = place[outer]!;
    const found =
      rules.get(held.kind)?.tagged.find((one) => speaksOf(one, held) && carries(one, tags)) ?? null;
    if (outer === at && found && plain) return strongestFirst(found, plain) < 0 ? found : plain;
    if (outer === at && plain) return plain;
    if (found) return found;
  }
  return null;
}

function untagged(ofKind: OfKind | undefined, facet: Facet): CompiledRule | null {
  if (!ofKind) return null;
  const exact = ofKind.exact.get(keyed(facet))?.find((one) => speaksOf(one, facet));
  return exact ?? ofKind.others.find((one) => speaksOf(one, facet)) ?? null;
}

const speaksOf = ({ rule, pattern }: CompiledRule, { key, provider }: Facet): boolean =>
  // A key that does not tell its provider contradicts none.
  (rule.provider === null || provider === null || rule.provider === provider) &&
  (pattern === null || pattern.matches(key));

const carries = ({ tags }: CompiledRule, labels: ReadonlyMap<string, string>): boolean =>
  tags.every(({ name, matches }) => {
    const value = labels.get(name);
    return value !== undefined && matches(value);
  });

const folded = (labels: Labels): ReadonlyMap<string, string> =>
  new Map(Object.entries(labels).map(([name, value]) => [name.toLowerCase(), value.toLowerCase()]));

/** `organisation.yaml:12 resources "aws 1234*, team=pay"`. */
export function ruleInWords({ origin, kind, provider, pattern, tags }: ResourceRule): string {
  const names = [provider ?? kind, pattern].filter((part) => part !== null).join(' ');
  const carried = Object.entries(tags).map(([name, value]) => `${name}=${value}`);
  return `${origin || 'the registry'} resources "${[names, ...carried].join(', ')}"`;
}
