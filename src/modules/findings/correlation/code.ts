import { absorb, type Cluster, clusterOf, type Parted, pushTo, shareStream } from './cluster.ts';
import type { Correlatable, Suggestion } from './correlatable.ts';
import { endOf, kinship, mayBeOne, type Nearby, nearbyPairs } from './nearby.ts';

const CODE_KINDS = new Set(['code', 'config']);

export const isOfCode = ({ kind, path, startLine }: Correlatable): boolean =>
  CODE_KINDS.has(kind) && path !== null && startLine !== null;

/**
 * Findings of code and configuration: the same path, overlapping lines, the same or a parent CWE.
 */
export function correlateCode(
  findings: readonly Correlatable[],
  parted: Parted,
): { clusters: Cluster[]; suggestions: Suggestion[] } {
  const clusters: Cluster[] = [];
  const suggestions: Suggestion[] = [];
  const byPath = new Map<string, Correlatable[]>();
  for (const finding of findings) pushTo(byPath, finding.path ?? '', finding);
  for (const inFile of byPath.values()) {
    if (inFile.length === 1) continue;
    const pairs = nearbyPairs(inFile);
    const found = joinNearest(inFile, pairs.filter(isSure), parted);
    clusters.push(...new Set(found.values()));
    suggestions.push(...unsureIn(pairs, found, parted));
  }
  return { clusters: clusters.filter(({ members }) => members.length > 1), suggestions };
}

/** A range as long as a file tells where to begin reading, not where the weakness is. */
const LONGEST_PLACE = 100;

const isSure = ({ a, b, kin, distance }: Nearby): boolean =>
  kin.relation !== 'none' && (distance === 0 || (isPlace(a) && isPlace(b)));

const isPlace = (finding: Correlatable): boolean => endOf(finding) - finding.startLine! < LONGEST_PLACE;

/** The nearest pairs first; a group is closed to whoever is not sure of every one of its members. */
function joinNearest(
  findings: readonly Correlatable[],
  sure: Nearby[],
  parted: Parted,
): Map<string, Cluster> {
  const of = new Map(findings.map((finding) => [finding.id, clusterOf(finding)]));
  for (const { a, b } of sure.sort(nearestFirst)) {
    const [first, second] = [of.get(a.id)!, of.get(b.id)!];
    if (first === second || shareStream(first, second) || parted.between(first.members, second.members))
      continue;
    if (!allSure(first, second)) continue;
    absorb(first, second);
    for (const { id } of second.members) of.set(id, first);
  }
  return of;
}

const allSure = (a: Cluster, b: Cluster): boolean =>
  a.members.every((one) =>
    b.members.every(
      (other) => overlap(one, other) && mayBeOne(one, other) && kinship(one, other).relation !== 'none',
    ),
  );

const overlap = (a: Correlatable, b: Correlatable): boolean =>
  a.startLine! <= endOf(b) && b.startLine! <= endOf(a);

const wasOne = ({ a, b }: Nearby): number => ((a.leadId ?? a.id) === (b.leadId ?? b.id) ? 0 : 1);
const kinRank = ({ kin }: Nearby): number => (kin.relation === 'same' ? 0 : 1);
const textRank = ({ a, b }: Nearby): number => (a.text !== '' && a.text === b.text ? 0 : 1);

const nearestFirst = (x: Nearby, y: Nearby): number =>
  wasOne(x) - wasOne(y) ||
  x.distance - y.distance ||
  kinRank(x) - kinRank(y) ||
  textRank(x) - textRank(y) ||
  x.order - y.order;

/** Lines apart at which two findings still speak of the same place, for a person to look at. */
const SAME_PLACE = 2;

/**
 * The same place with unrelated weaknesses: suggested where each is the only nearest of the other's tool. Several
 * equally near ones are a line with many opinions, not a pair.
 */
function unsureIn(pairs: Nearby[], found: Map<string, Cluster>, parted: Parted): Suggestion[] {
  const candidates = pairs.filter(({ a, b, kin, distance }) => {
    if (kin.relation !== 'none' || distance > SAME_PLACE) return false;
    const [first, second] = [found.get(a.id)!, found.get(b.id)!];
    return !shareStream(first, second) && !parted.between(first.members, second.members);
  });
  const nearest = new Map<string, { distance: number; ids: Set<string> }>();
  const note = (own: string, other: Correlatable, distance: number) => {
    const key = `${own} ${other.streamId}`;
    const known = nearest.get(key);
    if (!known || distance < known.distance) nearest.set(key, { distance, ids: new Set([other.id]) });
    else if (distance === known.distance) known.ids.add(other.id);
  };
  for (const { a, b, distance } of candidates) {
    note(a.id, b, distance);
    note(b.id, a, distance);
  }
  const only = (own: string, other: Correlatable) => {
    const ids = nearest.get(`${own} ${other.streamId}`)!.ids;
    return ids.size === 1 && ids.has(other.id);
  };
  return candidates
    .filter(({ a, b }) => only(a.id, b) && only(b.id, a))
    .map(({ a, b }) => ({ findingId: a.id, otherId: b.id, because: unsureWords(a, b) }));
}

const namesOf = (cwes: readonly number[]): string =>
  cwes.length === 0 ? 'no CWE' : `CWE-${cwes.slice(0, 3).join(', CWE-')}`;

const unsureWords = (a: Correlatable, b: Correlatable): string =>
  `The same lines, but not clearly the same weakness: ${namesOf(a.cwes)} and ${namesOf(b.cwes)}.`;

/** Why two findings of one cluster are one, in words. */
export function codeBecause(leader: Correlatable, follower: Correlatable): string {
  const { relation, by } = kinship(leader, follower);
  const lines = leader.startLine === follower.startLine ? 'The same line' : 'Overlapping lines';
  if (!by) return `${lines} of the file, found by the same rule in another run.`;
  const weakness =
    relation === 'same'
      ? `the same weakness, CWE-${by[0]}`
      : `one family of weaknesses, CWE-${by[0]} and CWE-${by[1]}`;
  return `${lines} of the file and ${weakness}.`;
}
