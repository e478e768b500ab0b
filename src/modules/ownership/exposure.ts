import { EXPOSURES, type Exposure } from '../organisation/pure.ts';
import type { OwnershipMap, ServiceFacts } from './compile.ts';

export interface ServiceExposure {
  service: string | null;
  exposure: Exposure | null;
  tier: number | null;
  data: string[];
  compliance: string[];
  lifecycle: string | null;
}

/**
 * What is known of the service a path belongs to: each value from the nearest about.yaml that states it,
 * together with the registry's row for the folder. Where file and registry differ, the stricter counts:
 * the file is written by people who gain by lowering their own risk. `null` and empty mean not assessed.
 */
export function exposureOf(map: OwnershipMap, path: string | null): ServiceExposure {
  const row = rowOf(map.services, path);
  const files = map.abouts.around(path).flatMap(({ about }) => (about.form === 'v1' ? [about.value] : []));
  const nearest = <Value>(pick: (file: (typeof files)[number]) => Value | undefined) =>
    files.map(pick).find((value) => value !== undefined);
  return {
    service: files[0]?.name ?? row?.name ?? nearest(({ name }) => name) ?? null,
    exposure: widest([nearest(({ security }) => security?.exposure), row?.exposure]),
    tier: lowest([nearest(({ tier }) => tier), row?.tier]),
    data: together(
      nearest(({ security }) => security?.data),
      row?.data,
    ).filter((name, _, all) => name !== 'none' || all.length === 1),
    compliance: together(
      nearest(({ security }) => security?.compliance),
      row?.compliance,
    ),
    lifecycle: nearest(({ lifecycle }) => lifecycle) ?? null,
  };
}

/** The row with the longest folder around the path. */
function rowOf(services: readonly ServiceFacts[], path: string | null): ServiceFacts | null {
  let best: ServiceFacts | null = null;
  for (const service of services) {
    const folder = service.path.replace(/\/+$/, '');
    const holds = folder === '' || path === folder || path?.startsWith(`${folder}/`);
    if (holds && (!best || folder.length > best.path.length)) best = service;
  }
  return best;
}

const widest = (stated: (string | null | undefined)[]): Exposure | null =>
  EXPOSURES.find((exposure) => stated.includes(exposure)) ?? null;

function lowest(stated: (number | null | undefined)[]): number | null {
  const tiers = stated.filter((tier) => typeof tier === 'number');
  return tiers.length === 0 ? null : Math.min(...tiers);
}

const together = (a: string[] = [], b: string[] = []) => [...new Set([...a, ...b])];
