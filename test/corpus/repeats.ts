import type { Observation } from '../../src/kernel/observation.ts';
import { keysOf, type Seen } from '../../src/modules/findings/pure.ts';
import { shuffled } from './seeded.ts';
import { align, seenOf } from './survival.ts';

/** So many of a report are taken out of it, one at a time. */
const TAKEN_OUT = 200;

/** How many findings of a report share the key of one before them, by what still tells them apart. */
export function repeatsOf(observations: readonly Observation[]) {
  const counts = { elsewhere: 0, otherwise: 0, wordForWord: 0 };
  for (const group of sharing(observations.map(seenOf))) {
    const [places, words] = [new Set<string>(), new Set<string>()];
    for (const { line, text, content } of group) {
      const place = `${line} ${text}`;
      if (words.has(content!)) counts.wordForWord++;
      else if (places.has(place)) counts.otherwise++;
      else if (places.size > 0) counts.elsewhere++;
      words.add(content!);
      places.add(place);
    }
  }
  return counts;
}

/**
 * Takes one finding after the other out of a report that tells nothing else anew. Each time it has to be the one that
 * is fixed, or one that the tool repeats word for word.
 * @returns positions of those for which another was taken
 */
export function wronglyFixed(observations: readonly Observation[]): number[] {
  const seen = observations.map(seenOf);
  const shared = sharing(seen).flat();
  const positions = new Map(seen.map((one, at) => [one, at]));
  return shuffled(shared.length, shared.length)
    .slice(0, TAKEN_OUT)
    .map((at) => positions.get(shared[at]!)!)
    .filter((at) => {
      const { missing, opened } = align(seen, seen.toSpliced(at, 1));
      const [fixed] = missing;
      return (
        missing.length !== 1 ||
        opened.length > 0 ||
        seen[fixed!]!.key !== seen[at]!.key ||
        seen[fixed!]!.content !== seen[at]!.content
      );
    });
}

/**
 * Positions of findings whose key another one has that lies in another place, as a person would say. Copies of one
 * secret are the same secret; ids and values in an address are folded.
 */
export function mergedPlaces(observations: readonly Observation[]): number[] {
  const first = new Map<string, string>();
  return observations.flatMap((observation, at) => {
    const { key } = keysOf(observation);
    const place = placeOf(observation);
    const other = first.get(key);
    if (other === undefined) first.set(key, place);
    return other === undefined || other === place ? [] : at;
  });
}

const placeOf = ({ kind, place, component, resource, web, secret }: Observation): string =>
  JSON.stringify([
    kind,
    secret?.hash ?? place.path,
    component && [component.type, component.namespace, component.name],
    resource,
    web && [web.method, web.url.split(/[?#]/)[0]!.replace(/\d+/g, '1'), web.parameter],
  ]);

const sharing = (seen: readonly Seen[]): Seen[][] =>
  [...Map.groupBy(seen, ({ key }) => key).values()].filter((group) => group.length > 1);
