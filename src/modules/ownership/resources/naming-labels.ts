import type { Labels } from './place.ts';

/** A label that may say whose a thing is. */
export interface NamingLabel {
  name: string;
  value: string;
  /** It names a team, a repository, or a service (or repository) by its short name. */
  names: 'team' | 'repository' | 'service';
}

/** Whole names come first: `image.source` is no `source`. The order is the order of asking. */
const NAMING: readonly [name: string, names: NamingLabel['names']][] = [
  ['team', 'team'],
  ['owning-team', 'team'],
  ['owner-team', 'team'],
  ['team-name', 'team'],
  ['squad', 'team'],
  ['owner', 'team'],
  ['owned-by', 'team'],
  ['org.opencontainers.image.source', 'repository'],
  ['org.label-schema.vcs-url', 'repository'],
  ['repository', 'repository'],
  ['repo', 'repository'],
  ['app.kubernetes.io/name', 'service'],
  ['app.kubernetes.io/part-of', 'service'],
  ['service', 'service'],
];

/**
 * The labels that may name an owner, the plainest first. A prefix of one's own (`acme.example/team`) and the
 * ways of writing (`OwningTeam`, `owning_team`) do not matter.
 */
export function namingLabels(labels: Labels): NamingLabel[] {
  const found: (NamingLabel & { rank: number })[] = [];
  for (const [name, told] of Object.entries(labels)) {
    const value = told.trim();
    const rank = NAMING.findIndex(([known]) => known === name || known === plain(name));
    if (rank >= 0 && value !== '') found.push({ name, value, names: NAMING[rank]![1], rank });
  }
  return found.sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1));
}

const plain = (name: string) =>
  name
    .slice(name.lastIndexOf('/') + 1)
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll(/[_ ]/g, '-')
    .toLowerCase();
