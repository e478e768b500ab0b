import type { Decision, Mode, Priority } from '../../../kernel/decision.ts';
import { asksOf } from '../deadlines/ask.ts';
import type { Dated, Undated } from '../deadlines/dated.ts';
import type { Policy, PriorityRule } from '../document/compile.ts';
import { type Basis, conditionFacts, type Facts, hasFix, isExploited } from './facts.ts';
import { describeFacts } from './words.ts';

/** A decision without its dates: the same for all findings that share their facts. */
export interface Verdict extends Undated {
  priority: Priority;
  route: Decision['route'];
  mode: Mode;
  basis: Basis;
  /** What rules and sentences read of finding, owner and scan, in the order of the policy's `reads`. */
  read: readonly unknown[];
  /** Reasons before and after those about the date. */
  before: readonly string[];
  after: readonly string[];
  /** Only detection moves its date: no review, no pause, no clock that counts from something in the basis. */
  steady: boolean;
  /** The dates it had last, with what they count from and all reasons: findings of a scan share them. */
  last: { detectedMs: number | null; dated: Dated; because: readonly string[] } | null;
}

/** Asks the rules of a policy; the first that holds decides. */
export function judge(policy: Policy, facts: Facts, read: readonly unknown[]): Verdict {
  const seen = conditionFacts(facts);
  const rule = policy.rules.find(({ condition }) => condition.holds(seen));
  const priority = rule?.priority ?? 'P4';
  // From here on the priority is a fact as well.
  seen.finding['priority'] = priority;
  const { deadlines } = policy;
  const route = policy.routes.find(({ condition }) => condition.holds(seen));
  const pause = deadlines.pauses.find(({ condition }) => condition.holds(seen)) ?? null;
  const { all: asks, notes } = asksOf(deadlines, facts, priority, seen);
  const noFix = hasFix(facts.finding) === false;
  const holdDays = route?.reviewDays ?? null;
  return {
    priority,
    route: route?.to ?? OWNER,
    mode: modeOf(facts),
    basis: { service: facts.service, intel: facts.intel, trust: facts.trust },
    read,
    asks,
    noFix,
    reviewDays: deadlines.withoutFix.reviewDays,
    holdDays,
    pause,
    before: [...describeFacts(facts), describeRule(rule, priority)],
    after: route ? [...notes, describeRoute(route.to, route.because ?? null)] : notes,
    steady: !noFix && !pause && holdDays === null && asks.every(({ clock }) => !COUNTS_FROM_BASIS.has(clock)),
    last: null,
  };
}

const OWNER = Object.freeze({ to: 'owner' });
const COUNTS_FROM_BASIS: ReadonlySet<string> = new Set(['published', 'kev-added']);

/** New rules look on. What is exploited, or a credential that works, is told whatever its rule may do. */
function modeOf({ finding, intel, trust }: Facts): Mode {
  const loud = (finding.kind === 'secret' && finding.verified === true) || isExploited(intel) === true;
  const mode = trust.mode ?? 'observe';
  return loud && mode === 'observe' ? 'comment' : mode;
}

function describeRule(rule: PriorityRule | undefined, priority: Priority): string {
  if (!rule) return `${priority}: no rule of the policy speaks of it`;
  return rule.because
    ? `${priority}: ${rule.because} (rule ${rule.id})`
    : `${priority} by the rule ${rule.id}`;
}

function describeRoute(to: Decision['route'], because: string | null): string {
  const why = because ? `: ${because}` : '';
  if (to.to === 'hold') return `held until ${to.until}${why}`;
  return `goes to ${to.to === 'queue' ? `the queue ${to.queue}` : 'the queue of its owner'}${why}`;
}
