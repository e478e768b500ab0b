import { z } from 'zod';
import { phase, priority, time } from '../shapes.ts';
import { answer, day, estimate, formulas, MARKER_KINDS, share } from './shared.ts';

const key = z.string().min(1).max(300);
/** POST /api/v1/insights/markers (roles security, leader, manager, partner, champion). Neither team nor unit: for everybody. */
export const writeMarker = z.object({
  at: day,
  title: z.string().trim().min(1).max(200),
  kind: z.enum(MARKER_KINDS),
  team: key.nullable().default(null),
  unit: key.nullable().default(null),
  /** What it should change, where it is about one tool, or one rule of it. */
  tool: key.nullable().default(null),
  rule: key.nullable().default(null),
});
export type WriteMarker = z.infer<typeof writeMarker>;
/** PATCH /api/v1/insights/markers/:id */
export const changeMarker = z.object({
  at: day.optional(),
  title: z.string().trim().min(1).max(200).optional(),
  kind: z.enum(MARKER_KINDS).optional(),
  team: key.nullable().optional(),
  unit: key.nullable().optional(),
  tool: key.nullable().optional(),
  rule: key.nullable().optional(),
});

export const marker = z.object({
  /** `mrk_…` */
  id: z.string(),
  at: day,
  title: z.string(),
  kind: z.enum(MARKER_KINDS),
  team: z.object({ key: z.string(), name: z.string() }).nullable(),
  unit: z.object({ key: z.string(), name: z.string() }).nullable(),
  tool: z.string().nullable(),
  rule: z.string().nullable(),
  createdBy: z.string(),
  createdAt: time,
});
export type Marker = z.infer<typeof marker>;

/** GET /api/v1/insights/markers: newest first; of a team or unit: also those of the units above it and the company's. */
export const markersQuery = z.object({
  team: key.optional(),
  unit: key.optional(),
  from: day.optional(),
  to: day.optional(),
});
export const markerList = z.object({ items: z.array(marker) });
export type MarkerList = z.infer<typeof markerList>;

const EFFECT_MEASURES = ['opened', 'found', 'fixed'] as const;
/** GET /api/v1/insights/markers/:id/effect: in the marker's own scope and of its tool unless asked otherwise. */
export const effectQuery = z.object({
  /** Before and after, at most as many as have passed since; months for `found` and `fixed` (13 weeks are 3). */
  weeks: z.coerce.number().int().min(2).max(104).default(13),
  measure: z.enum(EFFECT_MEASURES).default('opened'),
  tool: key.optional(),
  priority: priority.optional(),
  /** For `found`. */
  phase: phase.optional(),
  /** For `fixed`: days. */
  within: z.coerce.number().int().min(1).max(121).default(14),
});
export type EffectQuery = z.infer<typeof effectQuery>;

const side = z.object({
  from: day,
  to: day,
  /** Weeks or months that are over. */
  periods: z.int(),
  n: z.int(),
  /** Per week or month, with its interval; null for `fixed`. */
  rate: estimate.nullable(),
  /** For `fixed`; else null. */
  share: share.nullable(),
});
export const effectAnswer = z.object({
  asOf: answer.asOf,
  /** "No report of this kind since the policy header went live; 7 in the 13 weeks before." */
  sentence: answer.sentence,
  notes: answer.notes,
  marker,
  measure: z.enum(EFFECT_MEASURES),
  per: z.enum(['week', 'month']),
  formula: formulas('effectOpened', 'effectFound', 'effectFixed'),
  before: side,
  after: side,
  /** Ratio of the rates after / before (1: the same), or for `fixed` the difference of the shares (0: the same). */
  change: estimate,
  /** Whether the interval leaves out "the same"; null when there is too little to say. */
  told: z.boolean().nullable(),
  /** For the picture: one number for each week or month from the first of before to the last of after. */
  series: z.array(z.object({ at: day, n: z.int() })),
});
export type EffectAnswer = z.infer<typeof effectAnswer>;
