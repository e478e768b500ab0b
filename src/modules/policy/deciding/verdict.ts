import type { Decision, Mode, Priority } from '../../../kernel/decision.ts';
import type { Policy, PriorityRule } from '../document/compile.ts';
import { type Basis, conditionFacts, type Facts, hasFix, isExploited } from './facts.ts';
import { describeDays, describeFacts } from './words.ts';

/** What a clock runs for: a fix, a mitigation where no fix exists, another look, or nothing. */
type Aim = 'fix' | 'mitigation' | 'review' | 'nothing';

/** A decision without its date: the same for all findings that share their facts. */
export interface Verdict {
  priority: Priority;
  route: Decision['route'];
  aim: Aim;
  /** Days from the start of the clock; null where there is no date. */
  days: number | null;
  mode: Mode;
  basis: Basis;
  /** Reasons before and after the one about the date. */
  facts: string[];
  after: string[];
  /** Finished reasons by the sentence about the date, so that findings share one list. */
  told: Map<string, string[]>;
  /** The sentence about the date by what the clock counts from. */
  sentences: Map<string, string>;
}

/** Asks the rules of a policy; the first that holds decides. */
export function judge(policy: Policy, facts: Facts): Verdict {
  const seen = conditionFacts(facts);
  const rule = policy.rules.find(({ condition }) => condition.holds(seen));
  const priority = rule?.priority ?? 'P4';
  const rated = { ...seen, finding: { ...seen.finding, priority } };
  const route = policy.routes.find(({ condition }) => condition.holds(rated));
  const aim = aimOf(policy, facts, priority, rated);
  return {
    priority,
    route: route?.to ?? { to: 'owner' },
    aim,
    mode: modeOf(facts),
    basis: { service: facts.service, intel: facts.intel, trust: facts.trust },
    days: aim === 'review' ? policy.deadlines.withoutFix.reviewDays : standardDays(policy, priority),
    facts: [...describeFacts(facts), describeRule(rule, priority)],
    after: route ? [describeRoute(route.to, route.because ?? null)] : [],
    told: new Map(),
    sentences: new Map(),
  };
}

const standardDays = ({ deadlines }: Policy, priority: Priority): number | null =>
  deadlines.standard[priority]?.days ?? null;

/** New rules look on. What is exploited, or a credential that works, is told whatever its rule may do. */
function modeOf({ finding, intel, trust }: Facts): Mode {
  const loud = (finding.kind === 'secret' && finding.verified === true) || isExploited(intel) === true;
  const mode = trust.mode ?? 'observe';
  return loud && mode === 'observe' ? 'comment' : mode;
}

function aimOf(policy: Policy, facts: Facts, priority: Priority, rated: Record<string, unknown>): Aim {
  if (hasFix(facts.finding) !== false) return standardDays(policy, priority) === null ? 'nothing' : 'fix';
  if (policy.deadlines.withoutFix.mitigate.holds(rated) && standardDays(policy, priority) !== null)
    return 'mitigation';
  return 'review';
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

/** The sentence about the date, `from` naming what the clock counts from. */
export function describeDeadline({ aim, days, priority }: Verdict, from: string): string {
  const length = days === null ? '' : describeDays(days);
  switch (aim) {
    case 'fix':
      return `due in ${length}: ${priority} by the house standard, counted from ${from}`;
    case 'mitigation':
      return `mitigate in ${length}: ${priority} by the house standard, counted from ${from}; the clock of the fix starts when a fix appears`;
    case 'review':
      return 'no fix date: the clock of the fix starts when a fix appears';
    case 'nothing':
      return `no date: ${priority} by the house standard goes along with other work`;
  }
}
