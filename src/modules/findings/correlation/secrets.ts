import { type Cluster, clusterOf, type Parted, runPass } from './cluster.ts';
import type { Correlatable, Suggestion } from './correlatable.ts';
import { nearbyPairs } from './nearby.ts';

/** Secrets are one by their value alone; where a report hides it, the same line is worth a look. */
export function correlateSecrets(
  findings: readonly Correlatable[],
  parted: Parted,
): { clusters: Cluster[]; suggestions: Suggestion[] } {
  const known = findings.filter(({ secret }) => secret !== null);
  // The same value twice in one report is one secret twice: its places are paired in order.
  const pass = { key: (c: Cluster) => c.members[0]!.secret, agrees: () => true, repeats: true };
  const clusters = runPass(known.map(clusterOf), pass, parted);
  return {
    clusters: clusters.filter(({ members }) => members.length > 1),
    suggestions: sameLineHidden(findings, parted),
  };
}

function sameLineHidden(findings: readonly Correlatable[], parted: Parted): Suggestion[] {
  const placed = findings.filter(({ path, startLine }) => path !== null && startLine !== null);
  const suggestions: Suggestion[] = [];
  for (const inFile of Map.groupBy(placed, ({ path }) => path).values()) {
    if (inFile.length === 1) continue;
    const pairs = nearbyPairs(inFile).filter(
      ({ a, b, distance }) =>
        distance === 0 && (a.secret === null || b.secret === null) && !parted.between([a], [b]),
    );
    const counts = new Map<string, number>();
    for (const { a, b } of pairs)
      for (const key of [`${a.id} ${b.streamId}`, `${b.id} ${a.streamId}`])
        counts.set(key, (counts.get(key) ?? 0) + 1);
    for (const { a, b } of pairs) {
      // Several secrets in one line: which is which nobody can tell.
      if (counts.get(`${a.id} ${b.streamId}`) !== 1 || counts.get(`${b.id} ${a.streamId}`) !== 1) continue;
      suggestions.push({ findingId: a.id, otherId: b.id, because: HIDDEN });
    }
  }
  return suggestions;
}

const HIDDEN = 'Secrets in the same line, but a report hides the value, so that they cannot be compared.';

export const SECRET_BECAUSE = 'The same secret, by the keyed hash of its value.';
