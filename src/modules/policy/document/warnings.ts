import { compileCondition, type Stage } from './condition.ts';
import type { Locate, PolicyProblem } from './parse.ts';
import type { PolicyDocument } from './schema.ts';
import { type Truth, truthOf } from './truth.ts';

type Path = readonly PropertyKey[];

/** What may be taken, but can hardly have been meant. */
export function warningsOf(document: PolicyDocument, locate: Locate): PolicyProblem[] {
  const told: PolicyProblem[] = [];
  const warn = (path: Path, message: string, at = 0) => told.push(locate(path, message, at));
  const weigh = (when: string, stage: Stage, path: Path): Truth => {
    const condition = compileCondition(when, stage);
    if (!('holds' in condition)) return 'maybe';
    const { truth, slips } = truthOf(condition.ast);
    for (const { message, at } of slips) warn(path, `${path.join('.')}: ${message}`, at);
    if (truth === 'never' && slips.length === 0) warn(path, `${path.join('.')}: this can never hold`);
    return truth;
  };
  const truths = document.priority.map(({ when }, index) =>
    weigh(when, 'priority', ['priority', index, 'when']),
  );
  unreachable('priority', document.priority, truths, warn);
  withoutRest(truths, warn);
  const routes = document.routes.map(({ when }, index) => weigh(when, 'route', ['routes', index, 'when']));
  unreachable('routes', document.routes, routes, warn);
  for (const name of ['escalation', 'guardrails', 'notify'] as const)
    for (const [index, { when }] of document[name].entries()) weigh(when, 'route', [name, index, 'when']);
  const { regimes, pauses, withoutFix } = document.deadlines;
  for (const [name, { appliesTo }] of Object.entries(regimes))
    weigh(appliesTo, 'route', ['deadlines', 'regimes', name, 'appliesTo']);
  for (const [index, { when }] of pauses.entries())
    weigh(when, 'route', ['deadlines', 'pauses', index, 'when']);
  if (withoutFix.mitigate !== 'false')
    weigh(withoutFix.mitigate, 'route', ['deadlines', 'withoutFix', 'mitigate']);
  if (document.pacing.except !== 'false') weigh(document.pacing.except, 'route', ['pacing', 'except']);
  return told;
}

interface Rule {
  id?: string | undefined;
  when: string;
}

/** The first that holds decides: what comes after one that always holds is never asked. */
function unreachable(
  section: string,
  rules: readonly Rule[],
  truths: readonly Truth[],
  warn: (path: Path, message: string) => void,
): void {
  const name = (index: number) => rules[index]!.id ?? `number ${index + 1}`;
  const always = truths.indexOf('always');
  const first = new Map<string, number>();
  rules.forEach(({ when }, index) => {
    const same = first.get(when.trim());
    if (always >= 0 && index > always)
      warn([section, index], `${section}.${index}: never reached: ${name(always)} before it always holds`);
    else if (same !== undefined)
      warn([section, index], `${section}.${index}: never reached: ${name(same)} asks the same before it`);
    first.set(when.trim(), same ?? index);
  });
}

/** What becomes of findings that no rule speaks of. */
function withoutRest(truths: readonly Truth[], warn: (path: Path, message: string) => void): void {
  if (truths.every((truth) => truth === 'never'))
    warn(
      ['priority'],
      'priority: no rule can ever hold: every finding would be P4, "no rule of the policy speaks of it"',
    );
  else if (!truths.includes('always'))
    warn(
      ['priority'],
      'priority: no rule takes the rest: what none speaks of is P4, "no rule of the policy speaks of it". A last rule with when: \'true\' says it in your words',
    );
}
