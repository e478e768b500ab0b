import type { Observation, Place, Rule } from '../../../kernel/observation.ts';
import { severityOfScore } from '../../../kernel/severity.ts';
import type { ReadContext } from '../../reader.ts';
import { cvssVectors } from '../cvss.ts';
import { cweNumber, cweNumbers, cwesIn } from '../cwe.ts';
import { isoDate } from '../date.ts';
import { linksAmong } from '../links.ts';
import { severityOfWord } from '../severity-words.ts';
import { distinct, headline, lineNumber, num } from '../values.ts';
import { vulnerabilityIdsAmong } from '../vulnerability-id.ts';
import { hideInRule, hideSecret } from './hide.ts';
import { fingerprintsOf, packageOf, resourceOf, webOf } from './parts.ts';
import type { Plan } from './plan.ts';
import { NOTHING, type Reading } from './reading.ts';
import type { Told } from './told.ts';

/** One result as its fields say; null where it has no rule. */
export function observe(plan: Plan, told: Told, context: ReadContext): Observation | null {
  const rule = plan.rule.text(told);
  if (rule === undefined) return null;
  const message = plan.message.prose(told);
  const score = scoreOf(plan.score, told);
  const title = plan.title.text(told) ?? plan.ruleText.name.text(told) ?? message ?? rule;
  const word = plan.severity.of.text(told);
  const observation: Observation = {
    kind: typeof plan.kind === 'function' ? plan.kind(told) : plan.kind,
    rule,
    title: headline(title),
    message,
    severity: severityOf(plan.severity, word, score),
    severityTold: word ?? (score === undefined ? undefined : String(score)),
    score,
    vectors: plan.vectors === NOTHING ? undefined : filled(cvssVectors(plan.vectors.texts(told))),
    cwes: cwesOf(plan.cwes, told),
    vulnerabilities:
      plan.vulnerabilities === NOTHING ? [] : vulnerabilityIdsAmong(plan.vulnerabilities.texts(told)),
    place: placeOf(plan, told),
    externalId: plan.externalId.text(told),
    firstFoundAt: dateOf(plan.firstFoundAt, told),
    references: filled(linksOf(plan.references, told)),
    remediation: plan.remediation.prose(told),
    epss: num(plan.epss.text(told)),
    exploited: plan.exploited.flag(told),
    tags: plan.tags === NOTHING ? undefined : filled(distinct(plan.tags.texts(told))),
    told: plan.told?.(told),
    // Said of all, so that all have one form.
    component: plan.package && packageOf(plan.package, told),
    web: plan.web && webOf(plan.web, told),
    resource: plan.resource && resourceOf(plan.resource, told),
    fingerprints: plan.fingerprints && fingerprintsOf(plan.fingerprints, told),
    secret: undefined,
  };
  if (plan.secret) hideSecret(observation, plan.secret, told, context);
  plan.touch?.(observation, told, context);
  return observation;
}

/** What the report says of the rule, taken beside the first of its results. */
export function ruleOf(plan: Plan, told: Told, { rule, title, cwes }: Observation): Rule {
  const { name, description, help, url, references, tags } = plan.ruleText;
  const made: Rule = {
    id: rule,
    name: name.text(told) ?? title,
    description: description.prose(told),
    help: help.prose(told),
    url: linksAmong(url.texts(told))[0],
    references: filled(linksAmong(references.texts(told))),
    tags: filled(tags.texts(told)),
    cwes,
  };
  return plan.secret ? hideInRule(made, plan.secret, told) : made;
}

const filled = <Item>(list: Item[]): Item[] | undefined => (list.length > 0 ? list : undefined);

function scoreOf(reading: Reading, told: Told): number | undefined {
  const score = num(reading.text(told));
  return score !== undefined && score >= 0 && score <= 10 ? score : undefined;
}

function severityOf(
  { words, otherwise, unrated }: Plan['severity'],
  word: string | undefined,
  score: number | undefined,
): Observation['severity'] {
  const own = word === undefined || words.size === 0 ? undefined : words.get(word.toLowerCase());
  const byScore = score === undefined ? undefined : severityOfScore(score);
  return own ?? severityOfWord(word) ?? otherwise ?? byScore ?? unrated ?? 'info';
}

const ONE_CWE = /^(?:cwe-)?\d{1,5}$/i;

function cwesOf(reading: Reading, told: Told): number[] {
  if (reading === NOTHING) return [];
  const texts = reading.texts(told);
  const numbers: number[] = [];
  for (const text of texts) {
    const one = ONE_CWE.test(text) ? cweNumber(text) : undefined;
    if (one !== undefined) numbers.push(one);
    else numbers.push(...(/cwe.*cwe/is.test(text) ? cwesIn(text) : cweNumbers(text.split(/[,;]\s*/))));
  }
  return numbers.length > 1 ? distinct(numbers) : numbers;
}

/** A text may hold several addresses. */
function linksOf(reading: Reading, told: Told): string[] {
  if (reading === NOTHING) return [];
  const texts = reading.texts(told);
  const several = texts.some((text) => text.includes('http', 1));
  return linksAmong(several ? texts.flatMap((text) => text.split(/[\s,]+(?=https?:)/)) : texts);
}

function placeOf(plan: Plan, told: Told): Place {
  const startLine = lineNumber(plan.line.text(told));
  return {
    path: plan.path.text(told),
    startLine,
    endLine: lineNumber(plan.endLine.text(told)) ?? startLine,
    startColumn: lineNumber(plan.column.text(told)),
    endColumn: lineNumber(plan.endColumn.text(told)),
    snippet: snippetOf(plan.snippet, told),
    symbol: plan.symbol.text(told),
  };
}

/** Blanks at its beginning are part of the code. */
const snippetOf = (reading: Reading, told: Told): string | undefined =>
  reading === NOTHING
    ? undefined
    : reading.all(told).find((value): value is string => typeof value === 'string');

function dateOf(reading: Reading, told: Told): string | undefined {
  if (reading === NOTHING) return undefined;
  const value = reading.all(told)[0];
  return typeof value === 'string' || typeof value === 'number' ? (isoDate(value) ?? undefined) : undefined;
}
