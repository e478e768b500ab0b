import { reader as clair } from './clair/index.ts';
import { reader as cyclonedx } from './cyclonedx/index.ts';
import { reader as dependencyCheck } from './dependency-check/index.ts';
import { reader as gitleaks } from './gitleaks/index.ts';
import { reader as grype } from './grype/index.ts';
import { reader as npmAudit } from './npm-audit/index.ts';
import type { Reader } from './reader.ts';
import { reader as sarif } from './sarif/index.ts';
import { reader as semgrep } from './semgrep/index.ts';
import { reader as snyk } from './snyk/index.ts';
import { reader as trivy } from './trivy/index.ts';
import { reader as zap } from './zap/index.ts';

/** Every reader, sorted by id; `registry.test.ts` proves that no folder is missing. */
export const READERS: readonly Reader[] = [
  clair,
  cyclonedx,
  dependencyCheck,
  gitleaks,
  grype,
  npmAudit,
  sarif,
  semgrep,
  snyk,
  trivy,
  zap,
];

const normal = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');

/** By id or alias, whatever the case; spaces, `-` and `_` count alike. */
export function findReader(name: string): Reader | null {
  const wanted = normal(name);
  for (const reader of READERS) {
    if (normal(reader.card.id) === wanted) return reader;
    if (reader.card.aliases.some((alias) => normal(alias) === wanted)) return reader;
  }
  return null;
}

/** Ids and aliases closest to a name nobody knows, best first, at most three. */
export function nearestNames(name: string): string[] {
  const wanted = normal(name);
  const names = READERS.flatMap((r) => [r.card.id, ...r.card.aliases]);
  const rated = names.map((known) => ({ known, distance: distance(wanted, normal(known)) }));
  const near = rated.filter((r) => r.distance <= Math.max(2, wanted.length / 2));
  near.sort((a, b) => a.distance - b.distance || (a.known < b.known ? -1 : 1));
  return near.slice(0, 3).map((r) => r.known);
}

/** Edits between two names; one containing the other counts as close. */
function distance(a: string, b: string): number {
  if (a.length >= 3 && (b.includes(a) || a.includes(b))) return 1;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
