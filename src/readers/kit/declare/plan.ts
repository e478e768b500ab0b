import type { Severity } from '../../../kernel/severity.ts';
import type { Fields, PackageSpec, Spec } from './fields.ts';
import { type Reading, readingOf } from './reading.ts';

const VALUES = [
  ...([
    'rule',
    'title',
    'message',
    'score',
    'vectors',
    'cwes',
    'vulnerabilities',
    'path',
    'line',
    'endLine',
  ] as const),
  ...(['column', 'endColumn', 'snippet', 'symbol', 'externalId', 'firstFoundAt', 'references'] as const),
  ...(['remediation', 'epss', 'exploited', 'tags'] as const),
];
const RULE_TEXT = ['name', 'description', 'help', 'url', 'references', 'tags'] as const;
const PACKAGE = [
  'type',
  'name',
  'namespace',
  'version',
  'fixed',
  'purl',
  'layer',
  'direct',
  'source',
] as const;
const WEB = ['method', 'url', 'parameter', 'evidence'] as const;
const SECRET = ['value', 'verified'] as const;
const RESOURCE = ['id', 'type', 'account', 'region', 'host', 'port', 'protocol', 'labels'] as const;

export type Readings<Names extends readonly string[]> = Record<Names[number], Reading>;
export type PackagePlan = Readings<typeof PACKAGE>;
export type WebPlan = Readings<typeof WEB>;
export type ResourcePlan = Readings<typeof RESOURCE>;
export type SecretPlan = Readings<typeof SECRET>;

export interface SeverityPlan {
  of: Reading;
  /** The tool's own words, in lower case. */
  words: ReadonlyMap<string, Severity>;
  otherwise: Severity | undefined;
  unrated: Severity | undefined;
}

/** Fields made ready to be read from many results: nothing is looked up by name any more, and all plans have one form. */
export interface Plan extends Readings<typeof VALUES> {
  kind: Fields['kind'];
  told: Fields['told'];
  skip: Fields['skip'];
  touch: Fields['touch'];
  severity: SeverityPlan;
  ruleText: Readings<typeof RULE_TEXT>;
  package: PackagePlan | undefined;
  web: WebPlan | undefined;
  resource: ResourcePlan | undefined;
  secret: SecretPlan | undefined;
  fingerprints: readonly (readonly [string, Reading])[] | undefined;
}

const plans = new WeakMap<Fields, Plan>();

export function planOf(fields: Fields): Plan {
  let plan = plans.get(fields);
  if (plan === undefined) {
    plan = make(fields);
    plans.set(fields, plan);
  }
  return plan;
}

const make = (fields: Fields): Plan => ({
  ...readings(fields, VALUES),
  kind: fields.kind,
  told: fields.told,
  skip: fields.skip,
  touch: fields.touch,
  severity: severityPlan(fields.severity),
  ruleText: readings(fields.ruleText ?? {}, RULE_TEXT),
  package: fields.package && readings<typeof PACKAGE>(fields.package satisfies PackageSpec, PACKAGE),
  web: fields.web && readings<typeof WEB>(fields.web, WEB),
  resource: fields.resource && readings<typeof RESOURCE>(fields.resource, RESOURCE),
  secret: fields.secret && readings<typeof SECRET>(fields.secret, SECRET),
  fingerprints:
    fields.fingerprints &&
    Object.entries(fields.fingerprints).map(([name, spec]) => [name, readingOf(spec)] as const),
});

/** One reading for each name; those of absent ones read nothing. */
const readings = <Names extends readonly string[]>(
  specs: { readonly [Name in Names[number]]?: Spec | undefined },
  names: Names,
): Readings<Names> =>
  Object.fromEntries(names.map((name: Names[number]) => [name, readingOf(specs[name])])) as Readings<Names>;

function severityPlan(spec: Fields['severity']): SeverityPlan {
  const told = typeof spec === 'object' && 'of' in spec ? spec : { of: spec };
  const { of, words = {}, otherwise, unrated }: Partial<Exclude<Fields['severity'], Spec>> = told;
  return {
    of: readingOf(of),
    words: new Map(Object.entries(words).map(([word, severity]) => [word.toLowerCase(), severity])),
    otherwise,
    unrated,
  };
}
