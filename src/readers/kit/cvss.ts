import { distinct } from './values.ts';

/** A rating as a report tells it. */
export interface CvssTold {
  vector?: string;
  score?: number;
}

/** 4 for `CVSS:4.0/…`, 3.1, 3, and 2 for the bare form of version 2; 0 when it is none. */
function cvssVersion(vector: string): number {
  const version = /^CVSS:(\d(?:\.\d)?)\//.exec(vector)?.[1];
  if (version !== undefined) return Number(version);
  return /^\(?AV:[LAN]\/AC:[HML]\/Au:/.test(vector) ? 2 : 0;
}

/** Vectors newest version first (in the told order within a version), what is no vector left out. */
export function cvssVectors(told: readonly (string | undefined)[]): string[] {
  const rated: { vector: string; version: number }[] = [];
  for (const vector of told) {
    if (vector === undefined) continue;
    const version = cvssVersion(vector);
    if (version > 0) rated.push({ vector, version });
  }
  if (rated.length > 1) rated.sort((a, b) => b.version - a.version);
  return distinct(rated.map((r) => r.vector));
}

/** The score told beside the newest vector; a score without vector counts last. Nothing is computed. */
export function scoreOf(ratings: readonly CvssTold[]): number | undefined {
  let best: { score: number; version: number } | undefined;
  for (const { vector, score } of ratings) {
    if (score === undefined || !(score >= 0 && score <= 10)) continue;
    const version = vector === undefined ? 0 : cvssVersion(vector);
    if (best === undefined || version > best.version) best = { score, version };
  }
  return best?.score;
}
