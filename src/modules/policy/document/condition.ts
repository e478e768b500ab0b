import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import { CONDITION_FIELDS, type FactGroup } from '../deciding/facts.ts';
import { closureOf } from './closure.ts';
import { type ConditionProblem, conditionProblem, notABool } from './condition-problem.ts';
import { patternProblem } from './patterns.ts';

/** A compiled condition over the facts. */
export interface Condition {
  /**
   * True when it holds for certain. Where it rests on a fact that was not assessed it neither holds nor
   * fails, and counts as not met: a rule never fires on ignorance. `a || b` holds when one of both does.
   */
  holds(facts: Record<string, unknown>): boolean;
  /** The facts it reads, as `group.field`. */
  reads: string[];
  /** As parsed, to be asked what else it needs, such as the numbers it compares with; null where it cannot be read. */
  ast: ASTNode | null;
}

const GROUPS = Object.keys(CONDITION_FIELDS) as FactGroup[];

// A condition is a line or two; a whole program is a mistake.
const limits = { maxAstNodes: 400, maxDepth: 40, maxListElements: 200, maxCallArguments: 8 };

/** Knows the type of every field; used for checking only. */
function checker(more: Record<string, string>): Environment {
  const environment = new Environment({ limits });
  for (const group of GROUPS) {
    const fields = { ...CONDITION_FIELDS[group], ...(group === 'finding' ? more : {}) };
    environment.registerType(`Facts_${group}`, { fields }).registerVariable(group, `Facts_${group}`);
  }
  // Every fact may be null, so every type may be compared with null.
  for (const type of ['bool', 'string', 'double', 'int'])
    environment.registerOperator(`${type} == null`, () => false);
  return environment;
}

/** Evaluates plain objects: values may be null, which typed fields would refuse. */
const evaluator = new Environment({ limits });
for (const group of GROUPS) evaluator.registerVariable(group, 'dyn');

/** Rules of routes and all that follows them may also ask for `finding.priority`. */
export type Stage = 'priority' | 'route';

const checkers = { priority: checker({}), route: checker({ priority: 'string' }) };

/**
 * Compiles a CEL condition (https://github.com/google/cel-spec) and checks its types.
 */
export function compileCondition(text: string, stage: Stage): Condition | ConditionProblem {
  const checked = checkers[stage].check(text);
  if (!checked.valid) return conditionProblem(text, checked);
  if (checked.type !== 'bool') return notABool(checked.type ?? 'nothing');
  const evaluate = evaluator.parse(text);
  const hazard = patternProblem(evaluate.ast);
  if (hazard) return hazard;
  const reads = new Set<string>();
  collectReads(evaluate.ast, reads);
  const closure = closureOf(evaluate.ast);
  return {
    reads: [...reads],
    ast: evaluate.ast,
    holds: closure ? (facts) => closure(facts) === true : (facts) => holdsByCel(evaluate, facts),
  };
}

function holdsByCel(evaluate: (facts: Record<string, unknown>) => unknown, facts: Record<string, unknown>) {
  try {
    return evaluate(facts) === true;
  } catch {
    return false;
  }
}

/** Which facts a condition reads; a group used as a whole counts as all of its fields. */
function collectReads(node: unknown, into: Set<string>): void {
  if (Array.isArray(node)) for (const part of node) collectReads(part, into);
  if (!isNode(node)) return;
  if (node.op === '.' && node.args[0].op === 'id' && isGroup(node.args[0].args)) {
    into.add(`${node.args[0].args}.${node.args[1]}`);
    return;
  }
  if (node.op === 'id' && isGroup(node.args))
    for (const field of Object.keys(CONDITION_FIELDS[node.args])) into.add(`${node.args}.${field}`);
  collectReads(node.args, into);
}

const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
const isGroup = (name: string): name is FactGroup => (GROUPS as string[]).includes(name);
