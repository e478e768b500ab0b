import type { Mode } from '../../../kernel/decision.ts';
import type { Policy } from '../document/compile.ts';
import { type Bounds, wilson } from './wilson.ts';
import { reasonsOf } from './words.ts';

/** What a window holds on one rule: each finding counts once (see README). */
export interface LabelCounts {
  notUseful: number;
  fixed: number;
  acknowledged: number;
}

export interface RuleLabels extends LabelCounts {
  /** The rule, or what it finds, says how to fix it. */
  suggestsFix: boolean;
}

export interface RuleVoice {
  mode: Mode;
  /** It lost its voice: what it finds and is not urgent waits. */
  demoted: boolean;
}

/** A rule that nobody has judged looks on. */
export const UNHEARD: RuleVoice = Object.freeze({ mode: 'observe', demoted: false });

/** What a judgement rests on; kept with each change. */
export interface Evidence extends RuleLabels, Bounds {
  /** Share of not useful, 0-1; 0 where nothing was counted. */
  rate: number;
  /** Share of fixed among all labels, 0-1. */
  fixRate: number;
  windowDays: number;
  limits: Pick<Policy['trust'], 'commentMaxRate' | 'blockMaxRate' | 'blockMinFixRate'>;
}

export interface Judgement extends RuleVoice {
  why: Why;
  because: string[];
  evidence: Evidence;
}

/** The one thing that decided. */
export type Why =
  | 'nothing-counted'
  | 'too-noisy'
  | 'still-too-noisy'
  | 'may-block'
  | 'keeps-block'
  | 'may-comment'
  | 'lost-block'
  | 'keeps-comment'
  | 'not-proven';

/** One or two words prove nothing, whatever the share: 1 of 1 is certainly more than 10 % by its bounds alone. */
const FEWEST_NOT_USEFUL = 3;

const total = ({ notUseful, fixed, acknowledged }: LabelCounts): number => notUseful + fixed + acknowledged;

function evidenceOf(labels: RuleLabels, trust: Policy['trust']): Evidence {
  const all = total(labels);
  const { commentMaxRate, blockMaxRate, blockMinFixRate, windowDays } = trust;
  return {
    ...labels,
    ...wilson(labels.notUseful, all),
    rate: all === 0 ? 0 : labels.notUseful / all,
    fixRate: all === 0 ? 0 : labels.fixed / all,
    windowDays,
    limits: { commentMaxRate, blockMaxRate, blockMinFixRate },
  };
}

/**
 * How loud a rule may be, from the labels of the window. A step up is earned when the upper bound is under its limit,
 * lost when the lower bound is over it; between the two a rule keeps what it has, so that single labels never make it
 * flap. A demoted rule is heard again when the share itself is back at the limit. Without any label in the window it
 * starts afresh. Pure.
 */
export function judgeRule(labels: RuleLabels, state: RuleVoice, trust: Policy['trust']): Judgement {
  const evidence = evidenceOf(labels, trust);
  const why = whyOf(evidence, state);
  return { ...VOICES[why], why, because: reasonsOf(why, evidence), evidence };
}

const VOICES: Record<Why, RuleVoice> = {
  'nothing-counted': UNHEARD,
  'not-proven': UNHEARD,
  'too-noisy': { mode: 'observe', demoted: true },
  'still-too-noisy': { mode: 'observe', demoted: true },
  'may-comment': { mode: 'comment', demoted: false },
  'keeps-comment': { mode: 'comment', demoted: false },
  'lost-block': { mode: 'comment', demoted: false },
  'may-block': { mode: 'block', demoted: false },
  'keeps-block': { mode: 'block', demoted: false },
};

function whyOf(evidence: Evidence, { mode, demoted }: RuleVoice): Why {
  const { lower, upper, rate, notUseful, limits } = evidence;
  if (total(evidence) === 0) return 'nothing-counted';
  if (notUseful >= FEWEST_NOT_USEFUL && lower > limits.commentMaxRate) return 'too-noisy';
  if (demoted && rate > limits.commentMaxRate) return 'still-too-noisy';
  const mayComment = upper < limits.commentMaxRate;
  if (mayComment && mayBlock(evidence)) return 'may-block';
  if (mode === 'block') return keepsBlock(evidence) ? 'keeps-block' : 'lost-block';
  if (mayComment) return 'may-comment';
  return mode === 'comment' ? 'keeps-comment' : 'not-proven';
}

const mayBlock = ({ upper, fixRate, suggestsFix, limits }: Evidence): boolean =>
  upper < limits.blockMaxRate && fixRate >= limits.blockMinFixRate && suggestsFix;

function keepsBlock(evidence: Evidence): boolean {
  const { lower, fixed, suggestsFix, limits } = evidence;
  const fixes = wilson(fixed, total(evidence));
  return suggestsFix && lower <= limits.blockMaxRate && fixes.upper >= limits.blockMinFixRate;
}
