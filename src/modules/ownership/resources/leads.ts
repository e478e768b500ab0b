import { assetsFor } from './assets.ts';
import type { ResourceMap } from './compile-resources.ts';
import { type NamingLabel, namingLabels } from './naming-labels.ts';
import type { ResourcePlace } from './place.ts';
import { ruleFor } from './rules.ts';

/** What has to be looked up before things can be resolved. */
export interface Leads {
  repositoryIds: Set<string>;
  /** What labels say of repositories and services, by their text. */
  labels: Map<string, NamingLabel['names']>;
}

export const noLeads = (): Leads => ({ repositoryIds: new Set(), labels: new Map() });

/** Gathers what one thing leads to, without looking at files or repositories. */
export function gatherLeads(map: ResourceMap, place: ResourcePlace, leads: Leads): void {
  for (const [at, facet] of place.entries()) {
    const id = ruleFor(map.rules, place, at)?.rule.repositoryId;
    if (id) leads.repositoryIds.add(id);
    if (facet.repository) leads.repositoryIds.add(facet.repository.id);
    if (facet.labels)
      for (const { value, names } of namingLabels(facet.labels))
        if (names !== 'team') leads.labels.set(value, names);
    const [asset] = assetsFor(map.assets, facet);
    if (asset) leads.repositoryIds.add(asset.repositoryId);
  }
}
