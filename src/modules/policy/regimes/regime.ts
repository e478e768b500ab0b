import type { Priority } from '../../../kernel/decision.ts';
import type { Length } from '../deadlines/length.ts';
import type { Facts } from '../deciding/facts.ts';
import type { Clock } from '../document/sections/deadlines.ts';

/** Where a table was published, so that anyone can compare. */
interface RegimeSource {
  name: string;
  version: string;
  url: string;
}

export const LEVELS = ['low', 'moderate', 'high'] as const;
export type Level = (typeof LEVELS)[number];

/** What a regime asks of one finding. */
export interface Answer {
  /** Null = no date of its own; `standard` = it leaves the length to the house. */
  length: Length | 'standard' | null;
  /** Where this answer counts from something else than the rest of the regime. */
  clock?: Clock;
  /** What has to be done besides the fix, or how it is to be done where there is no date. */
  duties: readonly string[];
  /** The row of the table in words, or why there is no date. */
  why: string;
  /** Questions nobody has answered, each with what it counts as. */
  assumed: readonly string[];
}

/** A published table of deadlines, restated as data. */
export interface PublishedRegime {
  /** As policies and decisions name it. */
  id: string;
  title: string;
  source: RegimeSource;
  clock: Clock;
  /** Facts of the finding it looks at besides kind, severity, `verified` and `fixAvailable`. */
  reads: readonly string[];
  /** It speaks of installing what others publish: without a fix its clock has not started. */
  needsFix: boolean;
  /** Pure. `level` is what the policy says, else null. */
  answer(facts: Facts, rated: { priority: Priority; level: Level | null }): Answer;
}

/** A duty that is only an answer where nothing else gives a date. */
export const ON_UPGRADE = 'fix on system upgrade';
