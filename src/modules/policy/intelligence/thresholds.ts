import type { ASTNode } from '@marcbachmann/cel-js';
import type { Policy } from '../document/compile.ts';
import type { Condition } from '../document/condition.ts';

/** The numbers that a policy compares EPSS with, each ascending and once. */
export interface Thresholds {
  epss: number[];
  epssPercentile: number[];
}

/**
 * What a score has to cross before a decision can change. Conditions see EPSS through comparisons with numbers alone:
 * as long as a score stays on its side of each of them, every condition answers as before.
 * @returns `any` when a condition uses EPSS otherwise, so that every change may matter
 */
export function thresholdsOf(policy: Policy): Thresholds | 'any' {
  const found = { epss: new Set<number>(), epssPercentile: new Set<number>() };
  const { verdicts: _, ...written } = policy;
  for (const { ast } of conditionsIn(written)) if (!collect(ast, found)) return 'any';
  return { epss: ascending(found.epss), epssPercentile: ascending(found.epssPercentile) };
}

type Field = keyof Thresholds;
type Found = Record<Field, Set<number>>;

const ascending = (numbers: ReadonlySet<number>): number[] => [...numbers].sort((a, b) => a - b);

/** Every condition of the document, wherever it stands: a new section is not forgotten. */
function* conditionsIn(part: unknown): Iterable<Condition> {
  if (typeof part !== 'object' || part === null) return;
  if (isCondition(part)) yield part;
  else for (const inside of Object.values(part)) yield* conditionsIn(inside);
}

const isCondition = (part: object): part is Condition => 'ast' in part && 'reads' in part;

const COMPARISONS = new Set(['<', '<=', '>', '>=', '==', '!=']);

/** False when the condition uses EPSS in any way but a comparison with a number or with null. */
function collect(node: unknown, found: Found): boolean {
  if (Array.isArray(node)) return node.every((part) => collect(part, found));
  if (!isNode(node)) return true;
  if (COMPARISONS.has(node.op)) {
    const [left, right] = node.args as [ASTNode, ASTNode];
    if (compared(left, right, found) || compared(right, left, found)) return true;
  }
  if (fieldOf(node) !== null) return false;
  // The group as a whole could be asked for any of its fields.
  if (node.op === 'id') return node.args !== 'intel';
  if (node.op === '.' && node.args[0].op === 'id') return true;
  return collect(node.args, found);
}

function compared(asked: ASTNode, other: ASTNode, found: Found): boolean {
  const field = fieldOf(asked);
  if (field === null) return false;
  const number = numberOf(other);
  if (number === undefined) return false;
  // Whether it was assessed at all always counts as a change.
  if (number !== null) found[field].add(number);
  return true;
}

function fieldOf(node: ASTNode): Field | null {
  if (node.op !== '.' || node.args[0].op !== 'id' || node.args[0].args !== 'intel') return null;
  const name = node.args[1];
  return name === 'epss' || name === 'epssPercentile' ? name : null;
}

/** A literal number, or null as written; undefined for all else. */
function numberOf(node: ASTNode): number | null | undefined {
  if (node.op === '-_') {
    const number = numberOf(node.args);
    return typeof number === 'number' ? -number : undefined;
  }
  if (node.op !== 'value') return undefined;
  const value: unknown = node.args;
  if (value === null || typeof value === 'number') return value;
  return typeof value === 'bigint' ? Number(value) : undefined;
}

const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
