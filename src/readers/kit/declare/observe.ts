import type { Component, Observation, Place, Rule } from '../../../kernel/observation.ts';
import { type Severity, severityOfScore } from '../../../kernel/severity.ts';
import type { ReadContext } from '../../reader.ts';
import { cvssVectors } from '../cvss.ts';
import { cweNumbers, cwesIn } from '../cwe.ts';
import { isoDate } from '../date.ts';
import { links } from '../links.ts';
import { isRedacted, maskLine, maskSecrets, maskTokens } from '../mask.ts';
import { component } from '../purl.ts';
import { severityOfWord } from '../severity-words.ts';
import { distinct, headline, lineNumber, num } from '../values.ts';
import { vulnerabilityIds } from '../vulnerability-id.ts';
import type { Fields, PackageSpec, SeveritySpec, Spec } from './fields.ts';
import type { Told } from './told.ts';
import { all, flagOf, proseOf, textOf, textsOf } from './values.ts';

/** One result as its fields say; null where it has no rule. */
export function observe(fields: Fields, told: Told, context: ReadContext): Observation | null {
  const rule = textOf(fields.rule, told);
  if (rule === undefined) return null;
  const message = proseOf(fields.message, told);
  const score = scoreOf(fields.score, told);
  const title = textOf(fields.title, told) ?? textOf(fields.ruleText?.name, told) ?? message ?? rule;
  const observation: Observation = {
    kind: typeof fields.kind === 'function' ? fields.kind(told) : fields.kind,
    rule,
    title: headline(title),
    message,
    ...severityOf(fields.severity, told, score),
    score,
    vectors: filled(cvssVectors(textsOf(fields.vectors, told))),
    cwes: cwesOf(fields.cwes, told),
    vulnerabilities: vulnerabilityIds(...textsOf(fields.vulnerabilities, told)),
    place: placeOf(fields, told),
    externalId: textOf(fields.externalId, told),
    firstFoundAt: dateOf(fields.firstFoundAt, told),
    references: filled(
      links(...textsOf(fields.references, told).flatMap((text) => text.split(/[\s,]+(?=https?:)/))),
    ),
    remediation: proseOf(fields.remediation, told),
    epss: num(textOf(fields.epss, told)),
    exploited: flagOf(fields.exploited, told),
    tags: filled(distinct(textsOf(fields.tags, told))),
    told: fields.told?.(told),
  };
  if (fields.package) observation.component = packageOf(fields.package, told);
  if (fields.web) observation.web = webOf(fields.web, told);
  if (fields.resource) observation.resource = resourceOf(fields.resource, told);
  if (fields.fingerprints) observation.fingerprints = fingerprintsOf(fields.fingerprints, told);
  if (fields.secret) hideSecret(observation, fields.secret, told, context);
  fields.touch?.(observation, told, context);
  return observation;
}

/** What the report says of the rule, taken beside every result; the sink keeps each rule once. */
export function ruleOf({ ruleText }: Fields, told: Told, { rule, title, cwes }: Observation): Rule {
  return {
    id: rule,
    name: textOf(ruleText?.name, told) ?? title,
    description: proseOf(ruleText?.description, told),
    help: proseOf(ruleText?.help, told),
    url: links(...textsOf(ruleText?.url, told))[0],
    references: filled(links(...textsOf(ruleText?.references, told))),
    tags: filled(textsOf(ruleText?.tags, told)),
    cwes,
  };
}

const filled = <Item>(list: Item[]): Item[] | undefined => (list.length > 0 ? list : undefined);

function scoreOf(spec: Spec | undefined, told: Told): number | undefined {
  const score = num(textOf(spec, told));
  return score !== undefined && score >= 0 && score <= 10 ? score : undefined;
}

function severityOf(
  spec: Spec | SeveritySpec | undefined,
  told: Told,
  score: number | undefined,
): { severity: Severity; severityTold?: string | undefined } {
  const { of, words, otherwise, unrated }: SeveritySpec =
    typeof spec === 'object' && 'of' in spec ? spec : { of: spec ?? (() => undefined) };
  const word = textOf(of, told);
  const own = word === undefined ? undefined : ownWord(words, word);
  const byScore = score === undefined ? undefined : severityOfScore(score);
  const severity = own ?? severityOfWord(word) ?? otherwise ?? byScore ?? unrated ?? 'info';
  return { severity, severityTold: word ?? (score === undefined ? undefined : String(score)) };
}

const ownWord = (words: SeveritySpec['words'], word: string): Severity | undefined => {
  if (!words) return undefined;
  const wanted = word.toLowerCase();
  return Object.entries(words).find(([own]) => own.toLowerCase() === wanted)?.[1];
};

function cwesOf(spec: Spec | undefined, told: Told): number[] {
  const texts = textsOf(spec, told);
  return distinct(
    texts.flatMap((text) => (/cwe.*cwe/is.test(text) ? cwesIn(text) : cweNumbers(text.split(/[,;]\s*/)))),
  );
}

function placeOf(fields: Fields, told: Told): Place {
  const line = (spec: Spec | undefined) => lineNumber(textOf(spec, told));
  const startLine = line(fields.line);
  return {
    path: textOf(fields.path, told),
    startLine,
    endLine: line(fields.endLine) ?? startLine,
    startColumn: line(fields.column),
    endColumn: line(fields.endColumn),
    snippet: all(fields.snippet, told).find((value): value is string => typeof value === 'string'),
    symbol: textOf(fields.symbol, told),
  };
}

function dateOf(spec: Spec | undefined, told: Told): string | undefined {
  const value = all(spec, told)[0];
  return typeof value === 'string' || typeof value === 'number' ? (isoDate(value) ?? undefined) : undefined;
}

function packageOf(spec: PackageSpec, told: Told): Component | undefined {
  const name = textOf(spec.name, told);
  const purl = textOf(spec.purl, told);
  if (name === undefined && purl === undefined) return undefined;
  const ecosystem = textOf(spec.type, told);
  const namespace = textOf(spec.namespace, told);
  const separator = ecosystem?.toLowerCase() === 'maven' ? ':' : '/';
  return component({
    name: namespace === undefined ? (name ?? '') : `${namespace}${separator}${name}`,
    ecosystem,
    version: textOf(spec.version, told),
    fixedVersions: textsOf(spec.fixed, told).flatMap((text) => text.split(/\s*(?:,|;|\s\|\|\s)\s*/)),
    purl,
    layer: textOf(spec.layer, told),
    direct: flagOf(spec.direct, told),
    source: textOf(spec.source, told),
  });
}

function webOf(spec: NonNullable<Fields['web']>, told: Told): Observation['web'] {
  const url = textOf(spec.url, told);
  if (url === undefined) return undefined;
  return {
    url,
    method: textOf(spec.method, told)?.toUpperCase(),
    parameter: textOf(spec.parameter, told),
    evidence: textOf(spec.evidence, told),
  };
}

function resourceOf(spec: NonNullable<Fields['resource']>, told: Told): Observation['resource'] {
  const host = textOf(spec.host, told);
  const id = textOf(spec.id, told) ?? host;
  if (id === undefined) return undefined;
  return {
    id,
    host,
    type: textOf(spec.type, told),
    account: textOf(spec.account, told),
    region: textOf(spec.region, told),
    port: num(textOf(spec.port, told)),
    protocol: textOf(spec.protocol, told)?.toLowerCase(),
  };
}

function fingerprintsOf(
  specs: Readonly<Record<string, Spec>>,
  told: Told,
): Record<string, string> | undefined {
  const found = Object.entries(specs).flatMap(([name, spec]) => {
    const text = textOf(spec, told);
    return text === undefined ? [] : [[name, text] as const];
  });
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

/** Where the report shows the value it is hashed; wherever the value or something like it stands, it is masked. */
function hideSecret(
  observation: Observation,
  spec: NonNullable<Fields['secret']>,
  told: Told,
  { hashSecret }: ReadContext,
): void {
  const value = textOf(spec.value, told);
  const shown = value !== undefined && !isRedacted(value);
  const verified = flagOf(spec.verified, told);
  observation.secret = {
    ...(shown && { hash: hashSecret(value) }),
    ...(verified !== undefined && { verified }),
  };
  const mask = (text: string) => maskSecrets(text, shown ? value : undefined);
  if (observation.place.snippet !== undefined)
    observation.place.snippet = maskLine(mask(observation.place.snippet));
  if (observation.message !== undefined) observation.message = maskTokens(mask(observation.message));
  observation.title = maskTokens(mask(observation.title));
}
