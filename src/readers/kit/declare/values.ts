import type { Spec } from './fields.ts';
import { readingOf } from './reading.ts';
import type { Told } from './told.ts';

/** Everything that a spec names, without what is absent; of several expressions the first that gives something. */
export const all = (spec: Spec | undefined, told: Told): unknown[] => readingOf(spec).all(told);

/** The first value as text; numbers and booleans count as text, objects do not. */
export const textOf = (spec: Spec | undefined, told: Told): string | undefined => readingOf(spec).text(told);

/** All values as texts; lists inside lists are opened. */
export const textsOf = (spec: Spec | undefined, told: Told): string[] => readingOf(spec).texts(told);

/** True, false, or undefined for a word that is neither. */
export const flagOf = (spec: Spec | undefined, told: Told): boolean | undefined => readingOf(spec).flag(told);

/** Text for people: HTML becomes Markdown, unless it is Markdown already (`prose.ts`). */
export const proseOf = (spec: Spec | undefined, told: Told): string | undefined =>
  readingOf(spec).prose(told);
