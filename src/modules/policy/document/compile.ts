import type { Decision, Priority } from '../../../kernel/decision.ts';
import type { Verdict } from '../deciding/verdict.ts';
import { type Condition, compileCondition } from './condition.ts';
import { type Deadlines, type Locate, type PolicyProblem, parsePolicy, refusal } from './parse.ts';

export interface PriorityRule {
  id: string;
  condition: Condition;
  priority: Priority;
  because: string | null;
}

interface RouteRule {
  condition: Condition;
  to: Decision['route'];
  because: string | null;
}

/** A compiled policy: made once per version, then asked for every finding. */
export interface Policy {
  /** What decisions carry, e.g. `default@1`. */
  label: string;
  rules: PriorityRule[];
  deadlines: Deadlines;
  withoutFix: { mitigate: Condition; reviewDays: number | null };
  routes: RouteRule[];
  /** The facts that can change a verdict or its words. */
  reads: { group: string; field: string }[];
  /** Verdicts of fact combinations met before: many findings share theirs. */
  verdicts: Map<string, Verdict>;
}

/** What the words of a verdict tell, whatever the rules ask (see words.ts). */
const TOLD = [
  'finding.kind',
  'finding.severity',
  'finding.verified',
  'finding.fixAvailable',
  'intel.kev',
  'intel.kevSince',
  'intel.ransomware',
  'intel.exploitation',
  'intel.epss',
  'intel.epssPercentile',
  'service.exposure',
  'service.name',
];
/** Made from other facts, all of which are told. */
const DERIVED = new Set(['finding.priority', 'intel.exploited']);

/**
 * Reads a policy document and compiles its conditions, with their types checked.
 * @param label goes into every decision
 * @throws AppError `LK-VALIDATION` that names every problem with line and column
 */
export function compilePolicy(yamlText: string, label = 'draft'): Policy {
  const { document, locate } = parsePolicy(yamlText);
  const { compile, problems } = conditions(locate);
  const rules = document.priority.map((rule, index) => ({
    id: rule.id,
    condition: compile(rule.when, 'priority', ['priority', index, 'when']),
    priority: rule.then,
    because: rule.because ?? null,
  }));
  const { standard, withoutFix } = document.deadlines;
  const mitigate = compile(withoutFix.mitigate, 'route', ['deadlines', 'withoutFix', 'mitigate']);
  const routes = document.routes.map(({ when, to, because }, index) => ({
    condition: compile(when, 'route', ['routes', index, 'when']),
    to: destination(to),
    because: because ?? null,
  }));
  if (problems.length > 0) throw refusal(problems);
  const { clock: _, ...deadlines } = standard;
  const asked = [...rules, ...routes].flatMap(({ condition }) => condition.reads);
  return {
    label,
    rules,
    deadlines,
    withoutFix: { mitigate, reviewDays: withoutFix.review },
    routes,
    reads: readsOf([...TOLD, ...asked, ...mitigate.reads]),
    verdicts: new Map(),
  };
}

function conditions(locate: Locate) {
  const problems: PolicyProblem[] = [];
  const compile = (text: string, stage: 'priority' | 'route', path: PropertyKey[]): Condition => {
    const compiled = compileCondition(text, stage);
    if ('holds' in compiled) return compiled;
    problems.push(locate(path, `${path.join('.')}: ${compiled.message}`, compiled.at));
    return { reads: [], holds: () => false };
  };
  return { compile, problems };
}

const readsOf = (names: string[]): Policy['reads'] =>
  [...new Set(names)]
    .filter((name) => !DERIVED.has(name))
    .map((name) => {
      const [group, field] = name.split('.');
      return { group: group!, field: field! };
    });

function destination(to: 'owner' | { queue: string } | { hold: string }): Decision['route'] {
  if (to === 'owner') return { to: 'owner' };
  if ('queue' in to) return { to: 'queue', queue: to.queue };
  return { to: 'hold', until: to.hold.replace(/^until /, '') };
}
