import type { Component, Observation, Place, Rule } from '../../kernel/observation.ts';
import { isoDate } from './date.ts';
import { normalisePath } from './path.ts';

/** Paths repeat from result to result; the cache is emptied when it has grown to this many. */
const PATH_CACHE = 20_000;
/** PostgreSQL's `integer`. */
const LARGEST_LINE = 2_147_483_647;
const NUL = '\0';
/** Clouds allow 50 tags, their names and values at most 256 characters, Kubernetes names of 317. */
const MOST_LABELS = 64;
const LABEL_LENGTH = 320;

/**
 * Makes what readers give safe to keep: no NUL and no lone surrogate (PostgreSQL refuses both), no string
 * over the limit, relative paths, sane numbers and dates. Works in place and writes only what changes:
 * almost every string of almost every report is clean, and parts shared by many observations stay shared.
 */
export class ObservationCleaner {
  readonly #longest: number;
  readonly #paths = new Map<string, string>();
  /** What was changed, in words, and how often. */
  readonly tally = new Map<string, number>();

  constructor(maxStringLength: number) {
    this.#longest = maxStringLength;
  }

  text(told: string): string {
    if (this.#isClean(told)) return told;
    let text = told;
    if (text.includes(NUL)) {
      text = text.replaceAll(NUL, '');
      this.#count('NUL characters were removed from a text');
    }
    if (text.length > this.#longest) {
      text = `${text.slice(0, this.#longest - 1)}…`;
      this.#count(`A text was cut to ${this.#longest.toLocaleString('en')} characters`);
    }
    return text.toWellFormed();
  }

  #isClean(told: string): boolean {
    return told.length <= this.#longest && !told.includes(NUL) && told.isWellFormed();
  }

  path(told: string): string {
    const known = this.#paths.get(told);
    if (known !== undefined) return known;
    if (this.#paths.size >= PATH_CACHE) this.#paths.clear();
    // Cleaned first: a NUL inside `.\0.` must not hide a way out of the repository.
    const path = normalisePath(this.text(told));
    this.#paths.set(told, path);
    return path;
  }

  observation(o: Observation): Observation {
    this.#own(o);
    // Every list shows the title and every key holds the rule: neither may be blank.
    if (o.rule.trim() === '') o.rule = 'unnamed';
    if (o.title.trim() === '') o.title = o.rule;
    this.#place(o.place);
    this.#list(o.vulnerabilities);
    if (o.component !== undefined) this.#component(o.component);
    if (o.web !== undefined) this.#strings(o.web, WEB_TEXTS);
    if (o.resource !== undefined) {
      this.#strings(o.resource, RESOURCE_TEXTS);
      if (o.resource.labels !== undefined) o.resource.labels = this.labels(o.resource.labels);
    }
    if (o.told?.reason !== undefined) o.told.reason = this.text(o.told.reason);
    if (o.fingerprints !== undefined) o.fingerprints = this.#record(o.fingerprints);
    this.#list(o.references);
    this.#list(o.tags);
    this.#list(o.vectors);
    this.#numbers(o);
    if (o.firstFoundAt !== undefined) this.#date(o);
    return o;
  }

  /** Named one by one: for every result, and what is looked up by a name in a variable is found slowly. */
  #own(o: Observation): void {
    if (!this.#isClean(o.rule)) o.rule = this.text(o.rule);
    if (!this.#isClean(o.title)) o.title = this.text(o.title);
    const { message, severityTold, externalId, remediation } = o;
    if (message !== undefined && !this.#isClean(message)) o.message = this.text(message);
    if (severityTold !== undefined && !this.#isClean(severityTold)) o.severityTold = this.text(severityTold);
    if (externalId !== undefined && !this.#isClean(externalId)) o.externalId = this.text(externalId);
    if (remediation !== undefined && !this.#isClean(remediation)) o.remediation = this.text(remediation);
  }

  rule(rule: Rule): Rule {
    this.#strings(rule, RULE_TEXTS);
    this.#list(rule.references);
    this.#list(rule.tags);
    this.#list(rule.formerIds);
    return rule;
  }

  #place(place: Place): void {
    if (place.path !== undefined) {
      const path = this.path(place.path);
      if (path === '') place.path = undefined;
      else if (path !== place.path) place.path = path;
    }
    if (place.snippet !== undefined) place.snippet = this.text(place.snippet);
    if (place.symbol !== undefined) place.symbol = this.text(place.symbol);
    for (const key of PLACE_NUMBERS) {
      const n = place[key];
      if (n !== undefined && !(n >= 1 && n <= LARGEST_LINE && Number.isInteger(n))) place[key] = undefined;
    }
    if (place.startLine === undefined) place.endLine = undefined;
    else if (place.endLine !== undefined && place.endLine < place.startLine) place.endLine = undefined;
  }

  #component(component: Component): void {
    this.#strings(component, COMPONENT_TEXTS);
    this.#list(component.fixedVersions);
  }

  #numbers(o: Observation): void {
    if (o.score !== undefined && !(o.score >= 0 && o.score <= 10)) {
      o.score = undefined;
      this.#count('A score outside 0-10 was left out');
    }
    if (o.epss !== undefined && !(o.epss >= 0 && o.epss <= 1)) {
      o.epss = undefined;
      this.#count('An EPSS value outside 0-1 was left out');
    }
  }

  #date(o: Observation): void {
    const date = isoDate(o.firstFoundAt ?? '');
    if (date === null) this.#count('A date that cannot be right was left out');
    o.firstFoundAt = date ?? undefined;
  }

  #strings<T extends object>(holder: T, keys: readonly (keyof T & string)[]): void {
    for (const key of keys) {
      const told = holder[key];
      if (typeof told !== 'string') continue;
      const text = this.text(told);
      if (text !== told) Object.assign(holder, { [key]: text });
    }
  }

  #list(list: string[] | undefined): void {
    if (list === undefined) return;
    for (let i = 0; i < list.length; i++) {
      const told = list[i] as string;
      const text = this.text(told);
      if (text !== told) list[i] = text;
    }
  }

  /** At most `MOST_LABELS`, in the order of their names so that another order is no change; long ones are no labels. */
  labels(told: Readonly<Record<string, string>>): Record<string, string> {
    const names = Object.keys(told).filter(
      (name) => name !== '' && name.length <= LABEL_LENGTH && (told[name] as string).length <= LABEL_LENGTH,
    );
    const kept = names.sort().slice(0, MOST_LABELS);
    return Object.fromEntries(kept.map((name) => [this.text(name), this.text(told[name] as string)]));
  }

  /** Copied where it changes: keys come from the report, and `__proto__` among them must stay an ordinary key. */
  #record(told: Record<string, string>): Record<string, string> {
    const keys = Object.keys(told);
    if (keys.every((key) => this.#isClean(key) && this.#isClean(told[key] as string))) return told;
    return Object.fromEntries(keys.map((key) => [this.text(key), this.text(told[key] as string)]));
  }

  #count(message: string): void {
    this.tally.set(message, (this.tally.get(message) ?? 0) + 1);
  }
}

const WEB_TEXTS = ['method', 'url', 'parameter', 'evidence'] as const;
const RESOURCE_TEXTS = ['id', 'type', 'account', 'region', 'host', 'protocol'] as const;
const COMPONENT_TEXTS = ['type', 'namespace', 'name', 'version', 'purl', 'layer', 'source'] as const;
const RULE_TEXTS = ['id', 'name', 'description', 'help', 'url'] as const;
const PLACE_NUMBERS = ['startLine', 'endLine', 'startColumn', 'endColumn'] as const;
