import type { ASTNode } from '@marcbachmann/cel-js';
import { analyse } from 'scslre';
import type { ConditionProblem } from './condition-problem.ts';

/**
 * What is wrong with the patterns of a condition's `matches`; null = nothing. CEL's patterns take linear time by its
 * specification, but they run as JavaScript's here: one that could take exponential time on a hostile path or rule is
 * refused, and so is one that is put together from facts.
 */
export function patternProblem(node: unknown): ConditionProblem | null {
  if (Array.isArray(node)) {
    for (const part of node) {
      const problem = patternProblem(part);
      if (problem) return problem;
    }
    return null;
  }
  if (!isNode(node)) return null;
  const pattern = patternOf(node);
  return (pattern && problemOf(pattern)) ?? patternProblem(node.args);
}

interface Pattern {
  /** Null where it is not written out. */
  text: string | null;
  at: number;
}

/** Of `finding.path.matches("…")` and `matches(finding.path, "…")`. */
function patternOf({ op, args, pos }: ASTNode): Pattern | null {
  if ((op !== 'rcall' && op !== 'call') || args[0] !== 'matches') return null;
  const last: unknown = (args.at(-1) as unknown[]).at(-1);
  const written = isNode(last) && last.op === 'value' && typeof last.args === 'string';
  return written ? { text: last.args as string, at: last.pos } : { text: null, at: pos };
}

function problemOf({ text, at }: Pattern): ConditionProblem | null {
  if (text === null) return { at, message: 'write the pattern of matches out, in quotation marks' };
  try {
    const { reports } = analyse({ source: text, flags: 'u' });
    return reports.some(({ exponential }) => exponential)
      ? { at, message: 'this pattern could take for ever: do not repeat what repeats itself, as in (a+)+' }
      : null;
  } catch {
    return { at, message: 'this is no pattern: a bracket or a backslash does not fit' };
  }
}

const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
