import { EXPOSURES, type Exposure } from '../organisation/pure.ts';
import { sameFact } from './approvals/facts-in-force.ts';
import type { OwnershipMap, ServiceFacts } from './compile.ts';
import type { CatalogueRules } from './compile-descriptors.ts';
import type { DescribedService } from './forms/descriptor.ts';
import { folderOf } from './forms/form.ts';
import { aroundFolder } from './nearest-folder.ts';
import { cleanPath } from './resolve.ts';

export interface ServiceExposure {
  service: string | null;
  exposure: Exposure | null;
  tier: number | null;
  data: string[];
  compliance: string[];
  lifecycle: string | null;
}

/** Folders kept for one map; a hostile report may name any number. */
const MAX_FOLDERS = 20_000;
const memories = new WeakMap<OwnershipMap, Map<string, ServiceExposure>>();

/**
 * What is known of the service a path belongs to: each value from the nearest about.yaml that states it,
 * together with the registry's row for the folder. Where file and registry differ, the stricter counts:
 * the file is written by people who gain by lowering their own risk. `null` and empty mean not assessed.
 * Answers are shared: do not change them.
 */
export function exposureOf(map: OwnershipMap, path: string | null): ServiceExposure {
  const clean = path === null ? '' : (cleanPath(path) ?? '');
  // A finding may name the folder of a service itself.
  const folder = map.services.some((service) => service.path === clean) ? clean : folderOf(clean);
  let known = memories.get(map);
  if (!known || known.size >= MAX_FOLDERS) {
    known = new Map();
    memories.set(map, known);
  }
  const remembered = known.get(folder);
  if (remembered) return remembered;
  const exposure = exposureIn(map, folder);
  known.set(folder, exposure);
  return exposure;
}

function exposureIn(map: OwnershipMap, folder: string): ServiceExposure {
  const row = rowOf(map.services, folder);
  const abouts = aroundFolder(describedBy(map), folder);
  const catalogues = aroundFolder(map.catalogue, folder).flatMap(speakers);
  // As with owners: what an about.yaml says, however far up, comes before catalogues.
  const stated = [...abouts, ...catalogues];
  const registered = <Field extends 'exposure' | 'tier' | 'data' | 'compliance'>(field: Field) =>
    aroundFolder(map.facts.over, folder).some((over) => field in over && sameFact(over[field], row?.[field]))
      ? undefined
      : row?.[field];
  const nearest = <Value>(pick: (service: DescribedService) => Value | null): Value | null =>
    stated.map(pick).find((value) => value !== null) ?? null;
  return {
    service: abouts[0]?.name ?? row?.name ?? nearest(({ name }) => name),
    exposure: widest([nearest(({ exposure }) => exposure), registered('exposure')]),
    tier: lowest([nearest(({ tier }) => tier), registered('tier')]),
    data: together(
      nearest(({ data }) => data),
      registered('data'),
    ).filter((name, _, all) => name !== 'none' || all.length === 1),
    compliance: together(
      nearest(({ compliance }) => compliance),
      registered('compliance'),
    ),
    lifecycle: nearest(({ lifecycle }) => lifecycle),
  };
}

/** By folder; a file that is gone still counts until somebody approves that. */
function describedBy({ abouts, facts: { remembered } }: OwnershipMap): Map<string, DescribedService> {
  const present = new Map([...abouts].map(([folder, { about }]) => [folder, about.service]));
  return remembered.size === 0 ? present : new Map([...remembered, ...present]);
}

/** Of several services of one file the first speaks for the folder: facts of two are not mixed. */
const speakers = (rules: readonly CatalogueRules[]): DescribedService[] =>
  rules
    .filter(
      ({ descriptor }, index) =>
        rules.findIndex((other) => other.descriptor.file === descriptor.file) === index,
    )
    .map(({ descriptor }) => descriptor.service);

/** The row with the longest folder around this one. */
export function rowOf(services: readonly ServiceFacts[], folder: string): ServiceFacts | null {
  let best: ServiceFacts | null = null;
  for (const service of services) {
    const holds = service.path === '' || service.path === folder || folder.startsWith(`${service.path}/`);
    if (holds && (!best || service.path.length > best.path.length)) best = service;
  }
  return best;
}

const widest = (stated: (string | null | undefined)[]): Exposure | null =>
  EXPOSURES.find((exposure) => stated.includes(exposure)) ?? null;

function lowest(stated: (number | null | undefined)[]): number | null {
  const tiers = stated.filter((tier) => typeof tier === 'number');
  return tiers.length === 0 ? null : Math.min(...tiers);
}

const together = (a: readonly string[] | null, b: readonly string[] | undefined) => [
  ...new Set([...(a ?? []), ...(b ?? [])]),
];
