import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLocally } from '../../src/cli/read.ts';
import type { Observation } from '../../src/kernel/observation.ts';

/** Scans of real projects at two commits, with the truth taken from git. */
export const PAIRS_FOLDER = join(import.meta.dirname, '../../../shared/tracking');

export interface TrackingPair {
  name: string;
  before: Observation[];
  after: Observation[];
  renames: [string, string][];
  /** Position before, position after, how git says that the line got there. */
  matches: [number, number, string][];
  /** Positions whose fate git cannot tell, or that were cut and pasted: not scored. */
  unscored: { before: Set<number>; after: Set<number> };
}

interface Truth {
  renames: [string, string][];
  matches: [number, number, string][];
  relocated: [number, number][];
  ambiguous: { a: number[]; b: number[] }[];
}

/** Names of the pairs; empty where the test material is absent. */
export const pairNames = (): string[] =>
  existsSync(PAIRS_FOLDER)
    ? readdirSync(PAIRS_FOLDER)
        .filter((name) => existsSync(join(PAIRS_FOLDER, name, 'truth.json')))
        .sort()
    : [];

/** Reads both reports as the command line does. */
export async function loadPair(name: string): Promise<TrackingPair> {
  const folder = join(PAIRS_FOLDER, name);
  const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth;
  const [before, after] = await Promise.all([
    readLocally(join(folder, 'a.sarif'), undefined),
    readLocally(join(folder, 'b.sarif'), undefined),
  ]);
  return {
    name,
    before: before.observations,
    after: after.observations,
    renames: truth.renames,
    matches: truth.matches,
    unscored: {
      before: new Set([...truth.ambiguous.flatMap(({ a }) => a), ...truth.relocated.map(([a]) => a)]),
      after: new Set([...truth.ambiguous.flatMap(({ b }) => b), ...truth.relocated.map(([, b]) => b)]),
    },
  };
}
