import { z } from 'zod';
import { MODES } from '../kernel/decision.ts';
import { pageOf, pageQuery, reasons, time } from './shapes.ts';

export const LABEL_WORDS = ['not-useful', 'fixed', 'acknowledged'] as const;
export type LabelWord = (typeof LABEL_WORDS)[number];
/** Where something was said. `exception`: a false positive that was granted; `scan`: a scan proved it fixed. */
export const LABEL_CHANNELS = ['page', 'ticket', 'pull', 'chat', 'exception', 'scan'] as const;
export type LabelChannel = (typeof LABEL_CHANNELS)[number];

const tool = z.string().min(1).max(200);
const rule = z.string().min(1).max(2000);
/** A share, 0-1. */
const share = z.number().min(0).max(1);
const mode = z.enum(MODES);
const reason = z.string().trim().min(1).max(1000);

/**
 * POST /api/v1/findings/:id/label: what the person who is signed in says of a finding. Said again, it replaces what
 * they said before.
 */
export const labelFinding = z.strictObject({
  word: z.enum(['acknowledged', 'not-useful']),
  reason: reason.nullable().default(null),
  /** Where it was said, for programs that pass on a person's word. */
  channel: z.enum(['page', 'ticket', 'pull', 'chat']).default('page'),
});
export type LabelFinding = z.output<typeof labelFinding>;

const label = z.object({
  word: z.enum(LABEL_WORDS),
  channel: z.enum(LABEL_CHANNELS),
  by: z.string(),
  reason: z.string().nullable(),
  at: time,
});

/** How loud a rule is now. */
const ruleVoice = z.object({
  mode,
  /** It lost its voice: what it finds and is not urgent waits. */
  demoted: z.boolean(),
});

/** GET /api/v1/findings/:id/label, and the answer to every change: what people said of it, newest first. */
export const findingLabels = z.object({
  tool: z.string(),
  rule: z.string(),
  /** False for what a person found by hand: there is no rule to judge. */
  judged: z.boolean(),
  mine: label.nullable(),
  labels: z.array(label),
  voice: ruleVoice,
});
export type FindingLabels = z.infer<typeof findingLabels>;

const counts = z.object({ notUseful: z.int(), fixed: z.int(), acknowledged: z.int() });

export const ruleTrust = ruleVoice.extend({
  tool: z.string(),
  rule: z.string(),
  /** What the tool calls it; null = only its key is known. */
  name: z.string().nullable(),
  /** In the window of the policy, each finding once. */
  labels: counts,
  /** Share of not useful; null without labels. */
  rate: share.nullable(),
  lower: share,
  upper: share,
  /** When its mode changed last; null = never. */
  since: time.nullable(),
  /** Whose word stands above the labels, and until when. */
  overruled: z.object({ by: z.string(), until: time, because: z.string() }).nullable(),
  cost: z.object({
    /** Findings that a ticket asked for in the window. */
    asked: z.int(),
    /** Those times the minutes that the policy reckons with. */
    hours: z.number(),
    /** What was called not useful, times the same minutes. */
    wastedHours: z.number(),
  }),
});
export type RuleTrust = z.infer<typeof ruleTrust>;

/** GET /api/v1/trust: what costs developers most comes first. */
export const listTrustQuery = pageQuery.extend({
  tool: tool.optional(),
  mode: z.enum([...MODES, 'demoted']).optional(),
  /** Part of the rule's key or name. */
  text: z.string().max(200).optional(),
});
export const trustPage = pageOf(ruleTrust).extend({
  /** The tools that have rules here, for a filter. */
  tools: z.array(z.string()),
  windowDays: z.int(),
  commentMaxRate: share,
  minutesPerFinding: z.number(),
});
export type TrustPage = z.infer<typeof trustPage>;

const voiceName = z.enum(['demoted', ...MODES]);

/** GET /api/v1/trust/rule */
export const ruleQuery = z.object({ tool, rule });
export const ruleDetail = ruleTrust.extend({
  windowDays: z.int(),
  commentMaxRate: share,
  description: z.string().nullable(),
  because: reasons,
  /** What would change its mode next, in words. */
  next: reasons,
  /** What the labels alone would say, while a person's word stands. */
  earned: ruleVoice,
  openFindings: z.int(),
  /** In the window. */
  channels: z.array(counts.extend({ channel: z.enum(LABEL_CHANNELS) })),
  /** Why people found it not useful, newest first. */
  said: z.array(label.extend({ finding: z.string().nullable() })),
  history: z.array(
    z.object({
      at: time,
      actor: z.string(),
      before: voiceName,
      after: voiceName,
      because: reasons,
      /** What was counted then; null where a person decided. */
      labels: counts.nullable(),
    }),
  ),
  /** What to expect of the tool; null where no reader knows it. */
  expect: z
    .object({ name: z.string(), goodAt: z.string(), misses: z.string(), noise: z.string() })
    .nullable(),
});
export type RuleDetail = z.infer<typeof ruleDetail>;

/** POST /api/v1/trust/overrule (security): a person's word above the labels, until it ends by itself. */
export const overruleRule = z.strictObject({
  tool,
  rule,
  /** `demoted`: it looks on, and what it finds and is not urgent waits. */
  mode: voiceName,
  reason,
  /** At most a year ahead. */
  until: time,
});
export type OverruleRule = z.output<typeof overruleRule>;
