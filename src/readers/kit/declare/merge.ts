import type { Observation } from '../../../kernel/observation.ts';
import { severityRank } from '../../../kernel/severity.ts';
import type { Sink } from '../../reader.ts';
import { distinct } from '../values.ts';

/** More would hide the rest of the message; how many more there are is said. */
const LISTED = 50;

interface Merged {
  observation: Observation;
  /** What is said of each: lines of a list, or whole messages where the reader makes no lines. */
  instances: Set<string>;
  more: number;
}

/**
 * Holds observations until the end of the report; those of one rule, title and place become one that lists its
 * instances (without them: all that was said), as bad as the worst of them. Where a report says itself which results
 * are the same, that counts.
 */
export function mergeInto(
  sink: Sink,
): (observation: Observation, instances: string | readonly string[] | undefined, same?: string) => void {
  const all = new Map<string, Merged>();
  sink.atEnd(() => {
    for (const merged of all.values()) sink.observation(told(merged));
  });
  return (observation, instances, same) => {
    const key = same ?? keyOf(observation);
    const known = all.get(key);
    if (known) join(known.observation, observation);
    const merged = known ?? { observation, instances: new Set(), more: 0 };
    if (!known) all.set(key, merged);
    const lines = [instances ?? []].flat().map((line) => `- ${line}`);
    if (known && lines.length === 0 && observation.message !== known.observation.message)
      lines.push(`\n${observation.message ?? ''}`);
    for (const line of lines) add(merged, line);
  };
}

function add(merged: Merged, line: string): void {
  if (merged.instances.has(line)) return;
  if (merged.instances.size < LISTED) merged.instances.add(line);
  else merged.more++;
}

const keyOf = ({ rule, title, web, resource, component, place, secret }: Observation): string =>
  JSON.stringify([
    rule,
    title,
    web && [web.method, web.url, web.parameter],
    resource && [resource.id, resource.port, resource.protocol],
    component && [component.type, component.namespace, component.name, component.version],
    place.path,
    // One rule finds many secrets in a file; one that stays in its line through a history is one.
    secret && [secret.hash ?? place.snippet, place.startLine],
    place.startLine,
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
  const lines = [...instances];
  if (more > 0) lines.push(`- and ${more} more`);
  const parts = [observation.message, lines.join('\n').trim()].filter(Boolean);
  if (parts.length > 0) observation.message = parts.join('\n\n');
  return observation;
}
