import type { ASTNode } from '@marcbachmann/cel-js';
import { CONDITION_FIELDS, type FactGroup } from '../deciding/facts.ts';

/** Facts by group, as conditions see them. */
type Seen = Record<string, unknown>;
/** Undefined = it cannot be said, where CEL has an error; null is a value. */
type Value = (facts: Seen) => unknown;
type Truth = (facts: Seen) => boolean | undefined;

/**
 * A condition as plain functions, for the few forms that nearly all conditions are made of; null for all others.
 * It says what CEL says, forty times faster where a fact is not known: there CEL makes an error with a sentence
 * that nobody reads. `closure.property.test.ts` compares the two.
 */
export function closureOf(node: ASTNode): Truth | null {
  switch (node.op) {
    case '&&':
      return joined(node.args, false);
    case '||':
      return joined(node.args, true);
    case '!_': {
      const inner = closureOf(node.args);
      if (!inner) return null;
      return (facts) => {
        const held = inner(facts);
        return held === undefined ? undefined : !held;
      };
    }
    case '==':
    case '!=':
      return equality(node.args, node.op === '==');
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(node.args, ORDER[node.op]);
    case 'in':
      return membership(node.args);
    default: {
      const value = singleOf(node);
      if (!value) return null;
      return (facts) => {
        const held = value(facts);
        return held === true || held === false ? held : undefined;
      };
    }
  }
}

/** `and` stops at what is false, `or` at what is true, on whichever side; only then the unknown counts. */
function joined([left, right]: readonly [ASTNode, ASTNode], stops: boolean): Truth | null {
  const first = closureOf(left);
  const second = closureOf(right);
  if (!first || !second) return null;
  return (facts) => {
    const one = first(facts);
    if (one === stops) return stops;
    const other = second(facts);
    if (other === stops) return stops;
    return one === undefined || other === undefined ? undefined : !stops;
  };
}

function equality([left, right]: readonly [ASTNode, ASTNode], wanted: boolean): Truth | null {
  const first = singleOf(left);
  const second = singleOf(right);
  if (!first || !second || (left.op === 'value' && right.op === 'value')) return null;
  return (facts) => {
    const one = first(facts);
    const other = second(facts);
    return one === undefined || other === undefined ? undefined : equal(one, other) === wanted;
  };
}

// Whole numbers are bigint in CEL, and 2 equals 2.0 there.
const equal = (one: unknown, other: unknown): boolean =>
  one === other ||
  (typeof one === 'bigint' && typeof other === 'number' && Number(one) === other) ||
  (typeof one === 'number' && typeof other === 'bigint' && one === Number(other));

type Ordered = string | number | bigint;
type Order = (one: Ordered, other: Ordered) => boolean;
const ORDER: Record<'<' | '<=' | '>' | '>=', Order> = {
  '<': (one, other) => one < other,
  '<=': (one, other) => one <= other,
  '>': (one, other) => one > other,
  '>=': (one, other) => one >= other,
};

const isNumber = (value: unknown): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';

function comparison([left, right]: readonly [ASTNode, ASTNode], holds: Order): Truth | null {
  const first = singleOf(left);
  const second = singleOf(right);
  if (!first || !second || (left.op === 'value' && right.op === 'value')) return null;
  return (facts) => {
    const one = first(facts);
    const other = second(facts);
    if (isNumber(one) && isNumber(other)) return holds(one, other);
    return typeof one === 'string' && typeof other === 'string' ? holds(one, other) : undefined;
  };
}

function membership([left, right]: readonly [ASTNode, ASTNode]): Truth | null {
  const item = singleOf(left);
  const list = listOf(right);
  if (!item || !list) return null;
  return (facts) => {
    const one = item(facts);
    const all = list(facts);
    if (one === undefined || !Array.isArray(all)) return undefined;
    for (const other of all) if (equal(one, other)) return true;
    return false;
  };
}

/** A list of written values, or a fact that is one. */
function listOf(node: ASTNode): Value | null {
  const named = fieldOf(node);
  if (named) return named.type.startsWith('list') ? reader(named) : null;
  if (node.op !== 'list' || node.args.some(({ op }) => op !== 'value')) return null;
  const all = node.args.map(({ args }) => args);
  return () => all;
}

/** A single value: written, or a fact that is no list. */
function singleOf(node: ASTNode): Value | null {
  if (node.op === 'value') {
    const written: unknown = node.args;
    return () => written;
  }
  const named = fieldOf(node);
  return named && !named.type.startsWith('list') ? reader(named) : null;
}

interface Field {
  group: string;
  field: string;
  type: string;
}

function fieldOf(node: ASTNode): Field | null {
  if (node.op !== '.' || node.args[0].op !== 'id') return null;
  const group = node.args[0].args;
  const field = node.args[1];
  const fields: Record<string, string> | undefined = CONDITION_FIELDS[group as FactGroup];
  // The priority is a fact where routes are decided.
  const type = group === 'finding' && field === 'priority' ? 'string' : fields?.[field];
  return type === undefined ? null : { group, field, type };
}

const reader =
  ({ group, field }: Field): Value =>
  (facts) =>
    (facts[group] as Record<string, unknown> | undefined)?.[field];
