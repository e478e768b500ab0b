import { byAge, type Correlatable } from './correlatable.ts';

/** Findings held for one weakness so far: one of each stream at most. */
export interface Cluster {
  members: Correlatable[];
  streams: Set<string>;
}

export const clusterOf = (finding: Correlatable): Cluster => ({
  members: [finding],
  streams: new Set([finding.streamId]),
});

/** Pairs that a person has parted: no rule joins them again. */
export class Parted {
  readonly #of = new Map<string, Set<string>>();

  add(a: string, b: string): void {
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const known = this.#of.get(one);
      if (known) known.add(other);
      else this.#of.set(one, new Set([other]));
    }
  }

  between(a: Iterable<{ id: string }>, b: Iterable<{ id: string }>): boolean {
    if (this.#of.size === 0) return false;
    for (const { id } of a) {
      const others = this.#of.get(id);
      if (others) for (const other of b) if (others.has(other.id)) return true;
    }
    return false;
  }
}

/** Two findings of one tool are never one because another tool said so. */
export const shareStream = (a: Cluster, b: Cluster): boolean => {
  for (const stream of a.streams) if (b.streams.has(stream)) return true;
  return false;
};

export function absorb(into: Cluster, from: Cluster): void {
  into.members.push(...from.members);
  for (const stream of from.streams) into.streams.add(stream);
}

export interface Pass {
  /** Clusters of equal keys may be one; null = this pass does not speak of it. */
  key(cluster: Cluster): string | null;
  /** Whether the clusters of one bucket can be told apart by nothing that matters: else each stays alone. */
  agrees(bucket: readonly Cluster[]): boolean;
  /** Repeats of one stream are interchangeable and paired in order; otherwise they make the bucket ambiguous. */
  repeats: boolean;
}

/** Joins clusters bucket by bucket; linear in their number. */
export function runPass(clusters: readonly Cluster[], pass: Pass, parted: Parted): Cluster[] {
  const left: Cluster[] = [];
  const buckets = new Map<string, Cluster[]>();
  for (const cluster of clusters) {
    const key = pass.key(cluster);
    if (key === null) left.push(cluster);
    else pushTo(buckets, key, cluster);
  }
  for (const bucket of buckets.values()) {
    if (bucket.length === 1 || !pass.agrees(bucket)) left.push(...bucket);
    else left.push(...joined(bucket, pass.repeats, parted));
  }
  return left;
}

/** The k-th of each stream go together. */
function joined(bucket: readonly Cluster[], repeats: boolean, parted: Parted): Cluster[] {
  const ranks = new Map<string, number>();
  const byRank: Cluster[] = [];
  const apart: Cluster[] = [];
  const inOrder = bucket.toSorted((a, b) => byAge(a.members[0]!, b.members[0]!));
  for (const cluster of inOrder) {
    let rank = 0;
    for (const stream of cluster.streams) rank = Math.max(rank, ranks.get(stream) ?? 0);
    if (rank > 0 && !repeats) return [...bucket];
    for (const stream of cluster.streams) ranks.set(stream, rank + 1);
    const there = byRank[rank];
    if (!there) byRank[rank] = { members: [...cluster.members], streams: new Set(cluster.streams) };
    else if (parted.between(there.members, cluster.members)) apart.push(cluster);
    else absorb(there, cluster);
  }
  return [...byRank.filter(Boolean), ...apart];
}

export function pushTo<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
