import type { TargetKind } from '../../src/kernel/finding.ts';
import { nameOf } from '../../src/platform/hash.ts';
import { type Random, random } from './random.ts';
import { DOMAINS, NOUNS, TEAM_WORDS } from './words.ts';

export interface Team {
  id: string;
  key: string;
  name: string;
  unitId: string;
  queue: string;
  security: boolean;
}

export interface Repository {
  id: string;
  key: string;
  unitId: string;
  /** Numbers of teams: the owner of all, and of one folder of it. */
  team: number;
  other: number;
  services: string[];
  unowned: boolean;
}

export interface Target {
  id: string;
  kind: TargetKind;
  key: string;
  /** Number of the repository that it belongs to. */
  repository: number;
}

export interface House {
  units: { id: string; key: string; name: string; parentId: string | null }[];
  teams: Team[];
  people: { id: string; email: string; name: string; roles: string[] }[];
  repositories: Repository[];
  targets: Target[];
}

const GROUPS = ['retail', 'finance', 'platform', 'partners'];
const UNDER = 4;
const TEAMS = 500;
const SECURITY = ['appsec', 'cloud-security', 'product-security', 'incident-response'];
const REPOSITORIES = 10_000;
const PEOPLE = 3000;

/** 20 units in two levels, 500 teams, 10,000 repositories: the same for any number of findings. */
export function makeHouse(seed: number): House {
  const draw = random(seed);
  const units = GROUPS.flatMap((group) => {
    const parent = { id: nameOf('unit', group), key: group, name: capital(group), parentId: null };
    const below = Array.from({ length: UNDER }, (_, n) => {
      const key = `${group}-${DOMAINS[(GROUPS.indexOf(group) * UNDER + n) % DOMAINS.length]}`;
      return { id: nameOf('unit', key), key, name: capital(key.replace('-', ' ')), parentId: parent.id };
    });
    return [parent, ...below];
  });
  const leaves = units.filter(({ parentId }) => parentId !== null);
  const teams = Array.from({ length: TEAMS }, (_, n) => makeTeam(n, leaves[n % leaves.length]!.id));
  const repositories = Array.from({ length: REPOSITORIES }, (_, n) => makeRepository(n, teams, draw));
  const people = Array.from({ length: PEOPLE }, (_, n) => ({
    id: nameOf('person', n),
    email: `person-${n}@acme.example`,
    name: `${capital(TEAM_WORDS[n % TEAM_WORDS.length]!)} ${capital(DOMAINS[n % DOMAINS.length]!)} ${n}`,
    roles: n === 0 ? ['admin'] : n < 12 ? ['security'] : [],
  }));
  return { units, teams, people, repositories, targets: makeTargets(repositories) };
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function makeTeam(n: number, unitId: string): Team {
  const security = SECURITY[n];
  const key =
    security ??
    `${DOMAINS[n % DOMAINS.length]}-${TEAM_WORDS[Math.floor(n / DOMAINS.length) % TEAM_WORDS.length]}`;
  const queue = `${key.slice(0, 3).toUpperCase()}${n}`;
  return {
    id: nameOf('team', key),
    key,
    name: capital(key.replace('-', ' ')),
    unitId,
    queue,
    security: security !== undefined,
  };
}

function makeRepository(n: number, teams: readonly Team[], draw: Random): Repository {
  const key = `acme/${draw.pick(DOMAINS)}-${draw.pick(NOUNS)}-${n}`;
  const own = SECURITY.length + Math.floor((teams.length - SECURITY.length) * draw.next() ** 1.6);
  const other = draw.chance(0.12) ? SECURITY.length + draw.below(teams.length - SECURITY.length) : own;
  const services = Array.from({ length: draw.chance(0.15) ? 2 + draw.below(4) : draw.below(2) }, (_, s) =>
    s === 0 ? 'services/main' : `services/${draw.pick(NOUNS)}-${s}`,
  );
  return {
    id: nameOf('repository', key),
    key,
    unitId: teams[own]!.unitId,
    team: own,
    other,
    services,
    unowned: draw.chance(0.04),
  };
}

function makeTargets(repositories: readonly Repository[]): Target[] {
  const some = (kind: TargetKind, every: number, key: (repository: Repository) => string): Target[] =>
    repositories.flatMap((repository, n) =>
      n % every === 0
        ? [{ id: nameOf('target', kind, key(repository)), kind, key: key(repository), repository: n }]
        : [],
    );
  return [
    ...some('repository', 1, ({ key }) => key),
    ...some('image', 3, ({ key }) => `registry.acme.example/${key.slice(5)}`),
    ...some('url', 12, ({ key }) => `https://${key.slice(5)}.acme.example`),
    ...some('cloud-account', 60, ({ key }) => `aws:${key.slice(5)}`),
  ];
}
