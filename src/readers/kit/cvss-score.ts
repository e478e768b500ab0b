import calculator from 'ae-cvss-calculator';

export type CvssVersion = '2.0' | '3.0' | '3.1' | '4.0';

export interface CvssScore {
  version: CvssVersion;
  /** Base score, 0-10, one decimal. */
  score: number;
}

const IMPACT = 'NLH';
/** The metrics of the base score with their values, in the order in which each version writes them. */
const BASE: Record<Exclude<CvssVersion, '3.0'>, readonly (readonly [metric: string, values: string])[]> = {
  '2.0': [
    ['AV', 'LAN'],
    ['AC', 'HML'],
    ['Au', 'MSN'],
    ['C', 'NPC'],
    ['I', 'NPC'],
    ['A', 'NPC'],
  ],
  '3.1': [
    ['AV', 'NALP'],
    ['AC', 'LH'],
    ['PR', 'NLH'],
    ['UI', 'NR'],
    ['S', 'UC'],
    ['C', IMPACT],
    ['I', IMPACT],
    ['A', IMPACT],
  ],
  '4.0': [
    ['AV', 'NALP'],
    ['AC', 'LH'],
    ['AT', 'NP'],
    ['PR', 'NLH'],
    ['UI', 'NPA'],
    ['VC', IMPACT],
    ['VI', IMPACT],
    ['VA', IMPACT],
    ['SC', IMPACT],
    ['SI', IMPACT],
    ['SA', IMPACT],
  ],
};

/** All metrics of version 4 written out come to some 200 characters. */
const MAX_LENGTH = 400;

/**
 * The base score of a CVSS vector, by the formulas of FIRST (https://www.first.org/cvss/): version 2 with or without
 * its brackets and prefix, 3.0, 3.1 and 4.0. Threat, temporal and environmental metrics are left aside: they tell of one
 * moment and one house.
 * @returns null for what is no whole vector, or names a metric twice
 */
export function cvssScore(vector: string): CvssScore | null {
  if (vector.length > MAX_LENGTH) return null;
  const [version, metrics] = versionOf(vector.trim());
  if (version === null) return null;
  const told = new Map<string, string>();
  for (const part of metrics.split('/')) {
    const cut = part.indexOf(':');
    const name = part.slice(0, cut);
    if (cut < 1 || cut === part.length - 1 || told.has(name)) return null;
    told.set(name, part.slice(cut + 1));
  }
  const base: string[] = [];
  // Both versions of 3 have the same metrics.
  for (const [metric, values] of BASE[version === '3.0' ? '3.1' : version]) {
    const value = told.get(metric);
    if (value?.length !== 1 || !values.includes(value)) return null;
    base.push(`${metric}:${value}`);
  }
  const written = base.join('/');
  return { version, score: calculate(version, version === '2.0' ? written : `CVSS:${version}/${written}`) };
}

const PREFIX = /^(?:CVSS:(2\.0|3\.0|3\.1|4\.0)\/|CVSS2#)/;

function versionOf(vector: string): [version: CvssVersion | null, metrics: string] {
  const prefix = PREFIX.exec(vector);
  if (prefix) return [(prefix[1] ?? '2.0') as CvssVersion, vector.slice(prefix[0].length)];
  const bare = vector.startsWith('(') && vector.endsWith(')') ? vector.slice(1, -1) : vector;
  return bare.startsWith('AV:') ? ['2.0', bare] : [null, ''];
}

function calculate(version: CvssVersion, vector: string): number {
  switch (version) {
    case '2.0':
      // Its formula comes to -0 where nothing is harmed.
      return Math.abs(new calculator.Cvss2(vector).calculateScores().base ?? 0);
    case '3.0':
      return new calculator.Cvss3P0(vector).calculateScores().base ?? 0;
    case '3.1':
      return new calculator.Cvss3P1(vector).calculateScores().base ?? 0;
    case '4.0':
      return new calculator.Cvss4P0(vector).calculateScores().base ?? 0;
  }
}

/** A score takes up to half a millisecond, and reports repeat a few hundred vectors. */
const MAX_KEPT = 10_000;
const kept = new Map<string, CvssScore | null>();

/** The score of the first vector that has one: they come newest version first. */
export function scoreOfVectors(vectors: readonly string[] | undefined): number | undefined {
  for (const vector of vectors ?? []) {
    let told = kept.get(vector);
    if (told === undefined) {
      if (kept.size >= MAX_KEPT) kept.clear();
      told = cvssScore(vector);
      // What is too long to be one is not kept.
      if (vector.length <= MAX_LENGTH) kept.set(vector, told);
    }
    if (told) return told.score;
  }
  return undefined;
}
