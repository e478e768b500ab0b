import type { Observation } from '../../../kernel/observation.ts';
import { severityRank } from '../../../kernel/severity.ts';
import type { Sink } from '../../reader.ts';
import { distinct } from '../values.ts';

/** More would hide the rest of the message; how many more there are is said. */
const LISTED = 50;

interface Merged {
  observation: Observation;
  instances: Set<string>;
  more: number;
}

/**
 * Holds observations until the end of the report; those of one rule, title and place become one that lists its
 * instances, as bad as the worst of them.
 */
export function mergeInto(sink: Sink): (observation: Observation, instance: string | undefined) => void {
  const all = new Map<string, Merged>();
  sink.atEnd(() => {
    for (const merged of all.values()) sink.observation(told(merged));
  });
  return (observation, instance) => {
    const key = keyOf(observation);
    const known = all.get(key);
    if (known) join(known.observation, observation);
    const merged = known ?? { observation, instances: new Set(), more: 0 };
    if (!known) all.set(key, merged);
    if (instance === undefined || merged.instances.has(instance)) return;
    if (merged.instances.size < LISTED) merged.instances.add(instance);
    else merged.more++;
  };
}

const keyOf = ({ rule, title, web, resource, component, place }: Observation): string =>
  JSON.stringify([
    rule,
    title,
    web && [web.method, web.url, web.parameter],
    resource && [resource.id, resource.port, resource.protocol],
    component && [component.type, component.namespace, component.name, component.version],
    place.path,
  ]);

function join(one: Observation, other: Observation): void {
  if (severityRank(other.severity) < severityRank(one.severity)) {
    one.severity = other.severity;
    one.severityTold = other.severityTold;
  }
  // As long as one of them is open, the whole is.
  if (other.told === undefined) one.told = undefined;
  if ((other.firstFoundAt ?? '~') < (one.firstFoundAt ?? '~')) one.firstFoundAt = other.firstFoundAt;
  if (other.cwes.length > 0) one.cwes = distinct([...one.cwes, ...other.cwes]);
  if (other.vulnerabilities.length > 0)
    one.vulnerabilities = distinct([...one.vulnerabilities, ...other.vulnerabilities]);
  if (one.web && other.web) one.web.evidence ??= other.web.evidence;
}

function told({ observation, instances, more }: Merged): Observation {
  const lines = [...instances].map((line) => `- ${line}`);
  if (more > 0) lines.push(`- and ${more} more`);
  const parts = [observation.message, lines.join('\n')].filter(Boolean);
  if (parts.length > 0) observation.message = parts.join('\n\n');
  return observation;
}
