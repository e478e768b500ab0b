import type { Decision, Mode, Priority } from '../../../kernel/decision.ts';
import { type Ask, asksOf } from '../deadlines/ask.ts';
import type { Dated, Undated } from '../deadlines/dated.ts';
import type { Policy, PriorityRule, RouteRule } from '../document/compile.ts';
import { type Basis, conditionFacts, type Facts, hasFix, isExploited } from './facts.ts';
import { describeFacts } from './words.ts';

/** A decision without its dates: the same for all findings that share their facts. */
export interface Verdict extends Undated {
  priority: Priority;
  route: Decision['route'];
  mode: Mode;
  basis: Basis;
  /** Reasons before and after those about the date. */
  before: readonly string[];
  after: readonly string[];
  /** Only detection moves its dates, by days of 24 hours, and the words stay: no review, no pause, no other clock. */
  steady: boolean;
  /** The dates it had last, with all reasons; `detectedMs` is NaN where they rest on more than detection. */
  last: { detectedMs: number; dated: Dated; because: readonly string[] } | null;
}

/** Asks the rules of a policy; the first that holds decides. */
export function judge(policy: Policy, facts: Facts): Verdict {
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
    asks,
    noFix,
    reviewDays: deadlines.withoutFix.reviewDays,
    holdDays,
    pause,
    before: reasonsBefore(facts, rule, priority),
    after: route ? [...notes, describeRoute(route)] : notes,
    steady: !noFix && !pause && holdDays === null && asks.every(isSteady),
    last: null,
  };
}

const OWNER = Object.freeze({ to: 'owner' });

const isSteady = ({ clock, length }: Ask): boolean =>
  clock !== 'published' &&
  clock !== 'kev-added' &&
  (length === null || ('days' in length && !length.working));

function reasonsBefore(facts: Facts, rule: PriorityRule | undefined, priority: Priority): string[] {
  const told = describeFacts(facts);
  told.push(rule ? describeRule(rule) : `${priority}: no rule of the policy speaks of it`);
  return told;
}

/** New rules look on. What is exploited, or a credential that works, is told whatever its rule may do. */
function modeOf({ finding, intel, trust }: Facts): Mode {
  const loud = (finding.kind === 'secret' && finding.verified === true) || isExploited(intel) === true;
  const mode = trust.mode ?? 'observe';
  return loud && mode === 'observe' ? 'comment' : mode;
}

/** The sentences of rules are few: each is made once. */
const sentences = new WeakMap<object, string>();

function once<Rule extends object>(rule: Rule, describe: (rule: Rule) => string): string {
  let sentence = sentences.get(rule);
  if (sentence === undefined) {
    sentence = describe(rule);
    sentences.set(rule, sentence);
  }
  return sentence;
}

const describeRule = (rule: PriorityRule): string =>
  once(rule, ({ id, priority, because }) =>
    because ? `${priority}: ${because} (rule ${id})` : `${priority} by the rule ${id}`,
  );

const describeRoute = (route: RouteRule): string =>
  once(route, ({ to, because }) => {
    const why = because ? `: ${because}` : '';
    if (to.to === 'hold') return `held until ${to.until}${why}`;
    return `goes to ${to.to === 'queue' ? `the queue ${to.queue}` : 'the queue of its owner'}${why}`;
  });
