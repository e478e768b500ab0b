import { AppError } from '../../../kernel/errors.ts';
import { compilePolicy, type Policy } from './compile.ts';
import { type PolicyProblem, parsePolicy } from './parse.ts';
import { warningsOf } from './warnings.ts';

export interface CheckedPolicy {
  /** What has to be corrected; empty = it can be used. */
  problems: PolicyProblem[];
  /** What can hardly have been meant. Told only of a document without problems. */
  warnings: PolicyProblem[];
  /** Null when there are problems. */
  policy: Policy | null;
}

/** Reads a document as a person who writes one needs it: everything at once, each with line and column. */
export function checkPolicy(text: string, label?: string): CheckedPolicy {
  try {
    const policy = compilePolicy(text, label);
    const { document, locate } = parsePolicy(text);
    return { problems: [], warnings: warningsOf(document, locate), policy };
  } catch (error) {
    const problems = problemsOf(error);
    if (!problems) throw error;
    return { problems, warnings: [], policy: null };
  }
}

/** The places that a refused policy was told of; null for any other error. */
export function problemsOf(error: unknown): PolicyProblem[] | null {
  if (!(error instanceof AppError) || error.code !== 'LK-VALIDATION') return null;
  const problems = (error.detail as { problems?: PolicyProblem[] } | undefined)?.problems;
  return problems ?? null;
}
