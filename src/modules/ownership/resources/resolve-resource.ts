import type { Contact, OwnerSource } from '../../../kernel/owner.ts';
import type { OwnershipMap } from '../compile.ts';
import { type ResolvedOwner, resolveOwner } from '../resolve.ts';
import { contactOf } from '../team-names.ts';
import { assetsFor } from './assets.ts';
import type { ResourceMap } from './compile-resources.ts';
import { type NamingLabel, namingLabels } from './naming-labels.ts';
import { type Facet, nameOfFacet, type ResourcePlace } from './place.ts';
import { ruleFor, ruleInWords } from './rules.ts';

export interface ResolvedResource extends ResolvedOwner {
  /** The repository that led to the answer, and where in it: what is known of its service counts here too. */
  via: { repository: string; map: OwnershipMap; path: string | null } | null;
}

interface Answer {
  team: string;
  source: OwnerSource;
  why: string;
  contact: Contact;
  unowned: boolean;
  codeowners: null | string[];
  via: ResolvedResource['via'];
  /** What was asked in vain inside of the repository that answers. */
  inside?: string[];
}

/** What was asked so far, and what takes care if nobody answers. */
interface Way {
  map: ResourceMap;
  /** What was asked in vain. */
  trail: string[];
  /** The fallback queue of a repository on the way, before security's. */
  unit: Answer | null;
}

/**
 * Whose is what is not a path, with the reason first and then what was asked before in vain: a person's override
 * for the thing or for what holds it; then from the inside out the registry's rules, the repository that the scan
 * names, labels, the about.yaml that names it; then the fallback queue of a unit on the way, and security's.
 */
export function resolveResource(map: ResourceMap, place: ResourcePlace): ResolvedResource {
  const way: Way = { map, trail: [], unit: null };
  const found = askOverrides(way, place) ?? askFromInside(way, place) ?? askFallbacks(way, place);
  const { why, inside = [], ...answer } = found;
  return { ...answer, because: [`${answer.team}, because ${why}`, ...way.trail, ...inside] };
}

function askOverrides({ map, trail }: Way, place: ResourcePlace): Answer | null {
  if (map.overrides.size === 0) return null;
  for (const facet of place) {
    const verdict = map.overrides.get(nameOfFacet(facet));
    if (verdict?.answers) return { ...verdict, codeowners: null, via: null };
    if (verdict) trail.push(verdict.why);
  }
  return null;
}

function askFromInside(way: Way, place: ResourcePlace): Answer | null {
  for (const [at, facet] of place.entries()) {
    const answer =
      askRules(way, place, at) ?? askScan(way, facet) ?? askLabels(way, facet) ?? askAssets(way, facet);
    if (answer) return answer;
  }
  return null;
}

function askRules(way: Way, place: ResourcePlace, at: number): Answer | null {
  const rule = ruleFor(way.map.rules, place, at)?.rule;
  if (!rule) return null;
  const why = ruleInWords(rule);
  if (rule.owner !== null) return askTeam(way, rule.owner, 'resource rule', why);
  return askRepository(way, rule.repositoryId, null, 'resource rule', why);
}

const askScan = (way: Way, { repository }: Facet): Answer | null =>
  repository
    ? askRepository(way, repository.id, repository.path, null, 'the scan names its repository')
    : null;

function askLabels(way: Way, { labels }: Facet): Answer | null {
  if (!labels) return null;
  for (const label of namingLabels(labels)) {
    const answer = askLabel(way, label);
    if (answer) return answer;
  }
  return null;
}

/** Labels are written by whoever builds the thing: long ones are cut in the trail. */
const shown = ({ name, value }: NamingLabel) => `label ${name.slice(0, 100)}=${value.slice(0, 200)}`;

function askLabel(way: Way, label: NamingLabel): Answer | null {
  const why = shown(label);
  if (label.names === 'team') return askTeam(way, label.value, 'label', why);
  const led = way.map.named.get(label.value);
  if (led) return askRepository(way, led.id, led.path, 'label', why);
  const what = label.names === 'repository' ? 'no repository that we know' : 'no service that we know';
  way.trail.push(`${why}: ${what}`);
  return null;
}

function askAssets(way: Way, facet: Facet): Answer | null {
  const [first, ...others] = assetsFor(way.map.assets, facet);
  if (!first) return null;
  const also = [...new Set(others.map(({ repository }) => repository))].filter(
    (key) => key !== first.repository,
  );
  if (also.length > 0) way.trail.push(`${first.asset} is named in ${also.slice(0, 5).join(', ')} too`);
  const why = `assets "${first.asset}" in ${first.path}`;
  return askRepository(way, first.repositoryId, first.path, 'about.yaml assets', why);
}

function askTeam({ map, trail }: Way, name: string, source: OwnerSource, why: string): Answer | null {
  const found = map.names.find(name);
  if (!found.ok || !found.team) {
    trail.push(`${why}: ${found.ok ? 'there is no list of teams' : found.why}`);
    return null;
  }
  const contact = contactOf(found.team);
  return { team: found.key, source, why, contact, unowned: false, codeowners: null, via: null };
}

/** @param source null: whatever answers in the repository */
function askRepository(
  way: Way,
  id: string | null,
  path: string | null,
  source: OwnerSource | null,
  why: string,
): Answer | null {
  const linked = id === null ? undefined : way.map.repositories.get(id);
  if (!linked) {
    way.trail.push(`${why}: what is known of its repository is not at hand`);
    return null;
  }
  const { because, ...owner } = resolveOwner(linked.map, path);
  const said = (because[0] ?? '').slice(`${owner.team}, because `.length);
  const answer: Answer = {
    ...owner,
    source: source ?? owner.source,
    why: source === null && !owner.unowned ? said : `${why}: ${linked.key}, ${said}`,
    via: { repository: linked.key, map: linked.map, path },
    inside: because.slice(1),
  };
  if (!owner.unowned) return answer;
  way.trail.push(answer.why);
  if (owner.source === 'unit fallback') way.unit ??= { ...answer, source: owner.source };
  return null;
}

function askFallbacks({ map, unit, trail }: Way, place: ResourcePlace): Answer {
  if (unit) {
    trail.splice(trail.indexOf(unit.why), 1);
    return unit;
  }
  const { team, contact } = map.triage;
  const kind = place[0]?.kind ?? 'thing';
  const why = `no rule, label or about.yaml says whose this ${kind} is: security's queue ${contact.queue} takes care until one does`;
  return { team, source: 'security triage', why, contact, unowned: true, codeowners: null, via: null };
}
