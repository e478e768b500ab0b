import type { ASTNode } from '@marcbachmann/cel-js';
import { suggest } from '../../organisation/pure.ts';
import { KNOWN_RANGES, KNOWN_VALUES } from './known-values.ts';

/** Whether a condition can hold at all, or holds whatever the facts are; `maybe` where that is not plain. */
export type Truth = 'never' | 'always' | 'maybe';

/** Something in a condition that cannot have been meant, at a character of it (from 0). */
export interface Slip {
  message: string;
  at: number;
}

/**
 * What can be said of a condition without facts: literals, values that a fact never has, facts that would need two
 * values at once. Says `maybe` rather than something wrong.
 */
export function truthOf(condition: ASTNode | null): { truth: Truth; slips: Slip[] } {
  const slips: Slip[] = [];
  return { truth: condition ? weigh(condition, slips) : 'maybe', slips };
}

function weigh(node: ASTNode, slips: Slip[]): Truth {
  switch (node.op) {
    case 'value':
      return node.args === true ? 'always' : node.args === false ? 'never' : 'maybe';
    case '!_':
      return opposite(node.args, slips);
    case '&&':
      return both(node, slips);
    case '||':
      return either(weigh(node.args[0], slips), weigh(node.args[1], slips));
    case '==':
      return equal(node.args[0], node.args[1], slips);
    case 'in':
      return within(node.args[0], node.args[1], slips);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return inRange(node.op, node.args[0], node.args[1], slips);
    default:
      return 'maybe';
  }
}

/** Of facts that were not assessed neither side holds: only literals are turned around. */
function opposite(node: ASTNode, slips: Slip[]): Truth {
  const inner = weigh(node, slips);
  if (node.op !== 'value') return 'maybe';
  return inner === 'always' ? 'never' : inner === 'never' ? 'always' : 'maybe';
}

function either(a: Truth, b: Truth): Truth {
  if (a === 'always' || b === 'always') return 'always';
  return a === 'never' && b === 'never' ? 'never' : 'maybe';
}

function both(node: ASTNode, slips: Slip[]): Truth {
  const parts = conjuncts(node);
  const truths = parts.map((part) => weigh(part, slips));
  if (truths.includes('never')) return 'never';
  const twice = contradiction(parts);
  if (twice) {
    slips.push(twice);
    return 'never';
  }
  return truths.every((truth) => truth === 'always') ? 'always' : 'maybe';
}

const conjuncts = (node: ASTNode): ASTNode[] =>
  node.op === '&&' ? [...conjuncts(node.args[0]), ...conjuncts(node.args[1])] : [node];

/** `a == "x" && a == "y"`. */
function contradiction(parts: ASTNode[]): Slip | null {
  const asked = new Map<string, Set<string>>();
  for (const part of parts) {
    const said = valuesOf(part);
    if (!said) continue;
    const before = asked.get(said.fact);
    const left = before ? [...before].filter((value) => said.values.has(value)) : [...said.values];
    if (left.length === 0 && before)
      return {
        message: `${said.fact} cannot be ${quoted([...before][0])} and ${quoted([...said.values][0])} at once`,
        at: part.start,
      };
    asked.set(said.fact, new Set(left));
  }
  return null;
}

/** The values that a comparison with literals leaves for one fact. */
function valuesOf(node: ASTNode): { fact: string; values: Set<string> } | null {
  if (node.op === '==') {
    const [a, b] = node.args;
    const fact = factOf(a) ?? factOf(b);
    const value = textOf(a) ?? textOf(b);
    return fact !== null && value !== null ? { fact, values: new Set([value]) } : null;
  }
  if (node.op !== 'in' || node.args[1].op !== 'list') return null;
  const fact = factOf(node.args[0]);
  const values = node.args[1].args.map(textOf);
  return fact === null || values.includes(null) ? null : { fact, values: new Set(values as string[]) };
}

function equal(a: ASTNode, b: ASTNode, slips: Slip[]): Truth {
  const [fact, literal] = factOf(a) === null ? [factOf(b), a] : [factOf(a), b];
  if (fact === null) return 'maybe';
  const value = textOf(literal);
  if (value !== null) return known(fact, value, literal.start, slips) ? 'maybe' : 'never';
  const number = numberOf(literal);
  const range = KNOWN_RANGES[fact];
  if (number === null || !range || (number >= range[0] && number <= range[1])) return 'maybe';
  slips.push(outside(fact, range, literal.start));
  return 'never';
}

function within(item: ASTNode, list: ASTNode, slips: Slip[]): Truth {
  const holder = factOf(list);
  const value = textOf(item);
  if (holder !== null && value !== null) return known(holder, value, item.start, slips) ? 'maybe' : 'never';
  const fact = factOf(item);
  if (fact === null || list.op !== 'list') return 'maybe';
  if (list.args.length === 0) return 'never';
  const possible = list.args.filter((node) => {
    const text = textOf(node);
    return text === null || known(fact, text, node.start, slips);
  });
  return possible.length === 0 ? 'never' : 'maybe';
}

function known(fact: string, value: string, at: number, slips: Slip[]): boolean {
  const values = KNOWN_VALUES[fact];
  if (!values || values.includes(value)) return true;
  const near = suggest(value, values);
  slips.push({
    message: `${fact} is never ${quoted(value)}; ${near ? `did you mean ${quoted(near)}?` : `it is one of ${values.join(', ')}`}`,
    at,
  });
  return false;
}

function inRange(op: '<' | '<=' | '>' | '>=', a: ASTNode, b: ASTNode, slips: Slip[]): Truth {
  const turned = factOf(a) === null;
  const fact = turned ? factOf(b) : factOf(a);
  const number = numberOf(turned ? a : b);
  const range = fact === null ? undefined : KNOWN_RANGES[fact];
  if (fact === null || number === null || !range) return 'maybe';
  const above = turned ? op.startsWith('<') : op.startsWith('>');
  const open = op.length === 1;
  const [least, greatest] = range;
  const never = above
    ? number > greatest || (open && number === greatest)
    : number < least || (open && number === least);
  if (!never) return 'maybe';
  slips.push(outside(fact, range, (turned ? a : b).start));
  return 'never';
}

const outside = (fact: string, [least, greatest]: readonly [number, number], at: number): Slip => ({
  message: `this never holds: ${fact} goes from ${least} to ${greatest}`,
  at,
});

function factOf(node: ASTNode): string | null {
  if (node.op !== '.' || node.args[0].op !== 'id') return null;
  return `${node.args[0].args}.${node.args[1]}`;
}
const textOf = (node: ASTNode): string | null =>
  node.op === 'value' && typeof node.args === 'string' ? node.args : null;
function numberOf(node: ASTNode): number | null {
  if (node.op === '-_') {
    const inner = numberOf(node.args);
    return inner === null ? null : -inner;
  }
  if (node.op !== 'value') return null;
  return typeof node.args === 'number' || typeof node.args === 'bigint' ? Number(node.args) : null;
}
const quoted = (text: string | undefined): string => `"${(text ?? '').slice(0, 60)}"`;
