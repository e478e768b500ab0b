import type { Decision, Priority } from '../../../kernel/decision.ts';
import { type Calendar, calendarOf, endlessBreak } from '../deadlines/calendar.ts';
import { nothingRemembered, type Remembered } from '../deciding/remembered.ts';
import { knownRegime } from '../regimes/known-regime.ts';
import type { PublishedRegime } from '../regimes/regime.ts';
import { type Condition, compileCondition, type Stage } from './condition.ts';
import { type Locate, type PolicyProblem, parsePolicy, refusal } from './parse.ts';
import type { PolicyDocument } from './schema.ts';
import { truthOf } from './truth.ts';

export interface PriorityRule {
  id: string;
  condition: Condition;
  priority: Priority;
  because: string | null;
}

/** A rule of routes, pauses, guardrails, escalation or notification: its own fields and the compiled condition. */
export type Ruled<Rule> = Omit<Rule, 'when'> & { condition: Condition };

type Section<Name extends keyof PolicyDocument> = PolicyDocument[Name] extends (infer Rule)[] ? Rule : never;
export type RouteRule = Ruled<Omit<Section<'routes'>, 'to'>> & {
  to: Decision['route'];
  reviewDays: number | null;
};
type Regime = PolicyDocument['deadlines']['regimes'][string];
export type CompiledRegime = Omit<Regime, 'appliesTo'> & {
  name: string;
  appliesTo: Condition;
  /** The table of that name, unless the policy has its own. */
  published: PublishedRegime | null;
};

export interface CompiledDeadlines
  extends Omit<PolicyDocument['deadlines'], 'regimes' | 'withoutFix' | 'pauses'> {
  regimes: CompiledRegime[];
  workdays: Calendar;
  withoutFix: { mitigate: Condition; reviewDays: number | null };
  pauses: Ruled<PolicyDocument['deadlines']['pauses'][number]>[];
}

/** A compiled policy: made once per version, then asked for every finding. */
export interface Policy {
  /** What decisions carry, e.g. `default@1`. */
  label: string;
  rules: PriorityRule[];
  deadlines: CompiledDeadlines;
  routes: RouteRule[];
  holds: PolicyDocument['holds'];
  exceptions: PolicyDocument['exceptions'];
  pacing: Omit<PolicyDocument['pacing'], 'except'> & { except: Condition };
  escalation: Ruled<Section<'escalation'>>[];
  trust: PolicyDocument['trust'];
  guardrails: Ruled<Section<'guardrails'>>[];
  notify: Ruled<Section<'notify'>>[];
  /** The facts of finding, owner and scan that can change a verdict or its words. */
  reads: { group: string; field: string }[];
  /** Verdicts of fact combinations met before: many findings share theirs. */
  verdicts: Remembered;
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
/** A decision's basis counts whole. */
const BASIS = new Set(['service', 'intel', 'trust']);
/** Made from other facts, all of which are told. */
const DERIVED = new Set(['finding.priority', 'intel.exploited']);

/**
 * Reads a policy document and compiles its conditions, with their types checked.
 * @param label goes into every decision
 * @throws AppError `LK-VALIDATION` that names every problem with line and column
 */
export function compilePolicy(yamlText: string, label = 'draft'): Policy {
  const { document, locate } = parsePolicy(yamlText);
  const { compile, ruled, problems } = conditions(locate);
  const rules = document.priority.map((rule, index) => ({
    id: rule.id,
    condition: compile(rule.when, 'priority', ['priority', index, 'when']),
    priority: rule.then,
    because: rule.because ?? null,
  }));
  const routes = ruled(document.routes, 'route', ['routes']).map(({ to, ...rule }) => ({
    ...rule,
    to: destination(to),
    reviewDays: typeof to === 'object' && 'hold' in to ? to.review : null,
  }));
  const deadlines = deadlinesOf(document.deadlines, compile, ruled);
  problems.push(...datesNobodyCanKeep(deadlines, locate));
  const { pacing } = document;
  const policy = {
    label,
    rules,
    deadlines,
    routes,
    holds: document.holds,
    exceptions: document.exceptions,
    pacing: { ...pacing, except: compile(pacing.except, 'route', ['pacing', 'except']) },
    escalation: ruled(document.escalation, 'route', ['escalation']),
    trust: document.trust,
    guardrails: ruled(document.guardrails, 'route', ['guardrails']),
    notify: ruled(document.notify, 'route', ['notify']),
  };
  problems.push(...heldForEver(routes, deadlines.pauses, locate));
  if (problems.length > 0) throw refusal(problems);
  const { regimes, withoutFix, pauses } = deadlines;
  const asked = [
    ...[...rules, ...routes, ...pauses].map(({ condition }) => condition),
    ...regimes.map(({ appliesTo }) => appliesTo),
    withoutFix.mitigate,
  ].flatMap(({ reads }) => reads);
  const tables = regimes.flatMap(({ published }) => published?.reads ?? []);
  const reads = readsOf([...TOLD, ...asked, ...tables]);
  return { ...policy, reads, verdicts: nothingRemembered(reads) };
}

/** What holds for everything may neither hold everything back nor stop every clock. */
function heldForEver(
  routes: readonly RouteRule[],
  pauses: CompiledDeadlines['pauses'],
  locate: Locate,
): PolicyProblem[] {
  const always = ({ condition }: { condition: Condition }) => truthOf(condition.ast).truth === 'always';
  return [
    ...routes.flatMap((route, index) =>
      route.to.to === 'hold' && always(route)
        ? [
            locate(
              ['routes', index, 'when'],
              `routes.${index}.when: every finding would be held: say which ones wait`,
            ),
          ]
        : [],
    ),
    ...pauses.flatMap((pause, index) =>
      always(pause)
        ? [
            locate(
              ['deadlines', 'pauses', index, 'when'],
              `deadlines.pauses.${index}.when: no clock would ever run: say which ones stand still`,
            ),
          ]
        : [],
    ),
  ];
}

type Conditions = ReturnType<typeof conditions>;

function deadlinesOf(
  written: PolicyDocument['deadlines'],
  compile: Conditions['compile'],
  ruled: Conditions['ruled'],
): CompiledDeadlines {
  const { regimes, withoutFix, pauses, ...rest } = written;
  const mitigate = compile(withoutFix.mitigate, 'route', ['deadlines', 'withoutFix', 'mitigate']);
  return {
    ...rest,
    regimes: Object.entries(regimes).map(([name, { appliesTo, ...regime }]) => ({
      ...regime,
      name,
      published: knownRegime(name, regime).published,
      appliesTo: compile(appliesTo, 'route', ['deadlines', 'regimes', name, 'appliesTo']),
    })),
    workdays: calendarOf(written),
    withoutFix: { mitigate, reviewDays: withoutFix.review },
    pauses: ruled(pauses, 'route', ['deadlines', 'pauses']),
  };
}

/** Regimes that nobody has published, and years without a working day. */
function datesNobodyCanKeep({ regimes, workdays }: CompiledDeadlines, locate: Locate): PolicyProblem[] {
  const found = regimes.flatMap(({ name, ...regime }) => {
    const { problem } = knownRegime(name, regime);
    const path = ['deadlines', 'regimes', name];
    return problem ? [locate(path, `${path.join('.')}: ${problem}`)] : [];
  });
  const since = endlessBreak(workdays);
  if (!since) return found;
  const path = ['deadlines', 'calendar', 'holidays'];
  const message = `after ${since} no working day follows for more than a year: no deadline would be reached`;
  return [...found, locate(path, `${path.join('.')}: ${message}`)];
}

function conditions(locate: Locate) {
  const problems: PolicyProblem[] = [];
  const compile = (text: string, stage: Stage, path: PropertyKey[]): Condition => {
    const compiled = compileCondition(text, stage);
    if ('holds' in compiled) return compiled;
    problems.push(locate(path, `${path.join('.')}: ${compiled.message}`, compiled.at));
    return { reads: [], ast: null, holds: () => false };
  };
  const ruled = <Rule extends { when: string }>(
    list: readonly Rule[],
    stage: Stage,
    path: PropertyKey[],
  ): Ruled<Rule>[] =>
    list.map(({ when, ...rule }, index) => ({
      ...rule,
      condition: compile(when, stage, [...path, index, 'when']),
    }));
  return { compile, ruled, problems };
}

const readsOf = (names: string[]): Policy['reads'] =>
  [...new Set(names)]
    .filter((name) => !DERIVED.has(name))
    .map((name) => {
      const [group, field] = name.split('.');
      return { group: group!, field: field! };
    })
    .filter(({ group }) => !BASIS.has(group));

function destination(to: 'owner' | { queue: string } | { hold: string }): Decision['route'] {
  if (to === 'owner') return { to: 'owner' };
  if ('queue' in to) return { to: 'queue', queue: to.queue };
  return { to: 'hold', until: to.hold.replace(/^until /, '') };
}
