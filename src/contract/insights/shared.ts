import { z } from 'zod';
import { findingKind, priority, severity, time } from '../shapes.ts';
import { FIRST_LOOKS } from './choices.ts';
import { FORMULAS, type FormulaName } from './formulas.ts';

export type FirstLooks = (typeof FIRST_LOOKS)[number];

const key = z.string().min(1).max(300);
/** A day, `YYYY-MM-DD`, UTC. */
export const day = z.iso.date();

/** `csv` (or `Accept: text/csv`) gives the table. */
export const asTable = { format: z.enum(['json', 'csv']).default('json') };

/** The filter of every insight. Neither team nor unit: the whole company. */
export const insightQuery = z.object({
  team: key.optional(),
  unit: key.optional(),
  tool: key.optional(),
  kind: findingKind.optional(),
  severity: severity.optional(),
  priority: priority.optional(),
  from: day.optional(),
  to: day.optional(),
  firstLooks: z.enum(FIRST_LOOKS).default('apart'),
  ...asTable,
});
export type InsightQuery = z.infer<typeof insightQuery>;
/** The same for comparisons. */
export const firstLooksWithout = z.enum(FIRST_LOOKS).default('without');

/** The filter as it was understood: what a picture does not know is null and named in `notes`. */
export const understood = z.object({
  scope: z.object({ kind: z.enum(['company', 'unit', 'team']), key: z.string(), name: z.string() }),
  tool: z.string().nullable(),
  kind: findingKind.nullable(),
  severity: severity.nullable(),
  priority: priority.nullable(),
  /** First and last day, both within. */
  from: day,
  to: day,
  firstLooks: z.enum(FIRST_LOOKS),
});
export type Understood = z.infer<typeof understood>;

/** Texts of the numbers that an answer holds, by their names in `FORMULAS`. */
export const formulas = <Name extends FormulaName>(...names: Name[]) =>
  z.object(Object.fromEntries(names.map((name) => [name, z.string()])) as Record<Name, z.ZodString>);
export function formulasOf<Name extends FormulaName>(...names: Name[]): Record<Name, string> {
  const texts = {} as Record<Name, string>;
  for (const name of names) texts[name] = FORMULAS[name];
  return texts;
}

/** What every insight says beside its numbers. */
export const answer = {
  /** When the counts were last brought up; null: nothing was ever counted. */
  asOf: time.nullable(),
  /** Answers the page's question. */
  sentence: z.string(),
  filter: understood,
  /** What a reader should know of these numbers, in whole sentences. */
  notes: z.array(z.string()),
};

/**
 * `n` of `of`, with the Wilson interval at 95 %. All null when `of` is 0.
 * `words`: "3 of 9" under thirty, else "41 %".
 */
export const share = z.object({
  n: z.int(),
  of: z.int(),
  share: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  words: z.string(),
});
export type Share = z.infer<typeof share>;

/** A number with its interval at 95 %; null where it cannot be told. */
export const estimate = z.object({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type Estimate = z.infer<typeof estimate>;

/** What a row is about: a team, a unit, a tool, a priority … `key` null: all others together. */
export const named = z.object({ key: z.string().nullable(), name: z.string() });

/** Kinds of markers that people write; `tool` and `policy` come by themselves. */
export const MARKER_KINDS = ['header', 'check', 'training', 'policy', 'tool', 'other'] as const;
/** A thin line on a trend. */
export const mark = z.object({
  /** The day. */
  at: day,
  /** Monday of its week. */
  week: day,
  source: z.enum(['tool', 'policy', 'marker']),
  kind: z.enum(MARKER_KINDS),
  title: z.string(),
  /** `mrk_…` of a marker that people wrote: has an effect to look at. */
  id: z.string().nullable(),
});
export type Mark = z.infer<typeof mark>;
