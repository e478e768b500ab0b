import type { FindingKind, Rule } from '../../kernel/observation.ts';
import { type Severity, severityOfScore } from '../../kernel/severity.ts';
import { cweNumber, cweNumbers, cwesIn } from '../kit/cwe.ts';
import { links } from '../kit/links.ts';
import { asList, asRecord, distinct, headline, type Json, num, str, strings } from '../kit/values.ts';
import { vulnerabilitiesIn } from '../kit/vulnerability-id.ts';
import { kindOfTags } from './kinds.ts';

/** What all results of one rule share, worked out once. */
export interface SarifRule {
  id: string;
  told: Json;
  title: string | undefined;
  level: string | undefined;
  securitySeverity: number | undefined;
  kind: FindingKind;
  cwes: number[];
  vulnerabilities: string[];
  tags: string[] | undefined;
  help: string;
  rule: Rule;
}

/** GitHub's `security-severity` is on the scale of CVSS; zero means that nobody rated it. */
export function securitySeverity(properties: Json): number | undefined {
  const score = num(properties['security-severity']);
  return score !== undefined && score > 0 && score <= 10 ? score : undefined;
}

/** Levels of SARIF §3.27.10. */
function severityOfLevel(level: string): Severity {
  if (level === 'error') return 'high';
  if (level === 'warning') return 'medium';
  return 'info';
}

export const severityOf = (score: number | undefined, level: string): Severity =>
  score === undefined ? severityOfLevel(level) : severityOfScore(score);

/** The rules of one run: those of the driver and of its extensions, found by index or by id. */
export class RuleTable {
  readonly #components: (readonly unknown[])[];
  readonly #names: (string | undefined)[];
  readonly #byId = new Map<string, Json>();
  readonly #made = new Map<string, SarifRule>();
  readonly #kind: FindingKind;

  constructor(run: Json, kind: FindingKind) {
    const tool = asRecord(run['tool']);
    const components = [asRecord(tool['driver']), ...asList(tool['extensions']).map(asRecord)];
    this.#kind = kind;
    this.#names = components.map((c) => str(c['name']));
    this.#components = components.map((c) => asList(c['rules']));
    for (const rules of this.#components) {
      for (const rule of rules) {
        const id = str(asRecord(rule)['id']);
        if (id !== undefined && !this.#byId.has(id)) this.#byId.set(id, asRecord(rule));
      }
    }
  }

  of(result: Json): SarifRule {
    const reference = asRecord(result['rule']);
    const toldId = str(result['ruleId']) ?? str(reference['id']);
    const usual = toldId === undefined ? undefined : this.#made.get(toldId);
    if (usual !== undefined) return usual;
    const described = this.#described(result, reference, toldId);
    const id = toldId ?? str(described['id']) ?? 'unnamed';
    const known = this.#made.get(id);
    if (known !== undefined) return known;
    const made = makeRule(id, described, this.#kind);
    this.#made.set(id, made);
    return made;
  }

  #described(result: Json, reference: Json, id: string | undefined): Json {
    const index = num(reference['index']) ?? num(result['ruleIndex']);
    if (index !== undefined && index >= 0) {
      const found = asRecord(this.#components[this.#component(reference)]?.[index]);
      // An index that contradicts the id is a known fault of several writers: the id counts.
      const foundId = str(found['id']);
      if (foundId !== undefined && (id === undefined || id === foundId || id.startsWith(`${foundId}/`)))
        return found;
    }
    if (id === undefined) return asRecord(undefined);
    const byId = this.#byId.get(id) ?? this.#byId.get(id.slice(0, Math.max(0, id.lastIndexOf('/'))));
    return byId ?? asRecord(undefined);
  }

  /** 0 is the driver; extensions follow. */
  #component(reference: Json): number {
    const component = asRecord(reference['toolComponent']);
    const index = num(component['index']);
    if (index !== undefined && index >= 0) return index + 1;
    const named = this.#names.indexOf(str(component['name']) ?? '');
    return Math.max(named, 0);
  }
}

const messageText = (message: unknown): string | undefined =>
  str(asRecord(message)['markdown']) ?? str(asRecord(message)['text']);

function makeRule(id: string, told: Json, toolKind: FindingKind): SarifRule {
  const properties = asRecord(told['properties']);
  const tags = strings(properties['tags']);
  const short = str(asRecord(told['shortDescription'])['text']);
  const full = messageText(told['fullDescription']);
  const help = messageText(told['help']);
  const kind = kindOfTags(toolKind, tags);
  const cwes = ruleCwes(told, properties, tags, short);
  const rule: Rule = { id, name: str(told['name']) ?? short, description: full ?? short, help };
  const helpLinks = links(told['helpUri'], help);
  rule.url = helpLinks[0];
  rule.references = helpLinks;
  rule.cwes = cwes;
  rule.tags = tags;
  rule.formerIds = strings(told['deprecatedIds']);
  return {
    id,
    told,
    title: short === undefined ? undefined : headline(short),
    level: str(asRecord(told['defaultConfiguration'])['level']),
    securitySeverity: securitySeverity(properties),
    kind,
    cwes,
    vulnerabilities: vulnerabilitiesIn(id),
    tags: tags.length > 0 ? tags : undefined,
    help: `${str(asRecord(told['help'])['text']) ?? ''}\n${help ?? ''}`,
    rule,
  };
}

function ruleCwes(told: Json, properties: Json, tags: string[], short: string | undefined): number[] {
  const numbers = tags.flatMap(cwesIn);
  numbers.push(...cweNumbers(properties['cwe']));
  for (const relation of asList(told['relationships'])) {
    const target = asRecord(asRecord(relation)['target']);
    const number = cweReference(target);
    if (number !== undefined) numbers.push(number);
  }
  if (numbers.length === 0 && short !== undefined) return cwesIn(short);
  return distinct(numbers);
}

/** A reference into the taxonomy of CWE; ids are written `79` and `CWE-79`. */
export function cweReference(reference: Json): number | undefined {
  const component = str(asRecord(reference['toolComponent'])['name']) ?? '';
  const id = str(reference['id']);
  return id !== undefined && (/^cwe/i.test(component) || /^cwe-/i.test(id)) ? cweNumber(id) : undefined;
}
