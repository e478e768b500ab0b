import { AppError, ERROR_CODES } from '../kernel/errors.ts';
import { checkPolicy, type PolicyProblem } from '../modules/policy/pure.ts';
import type { Io } from './io.ts';
import { contentOf } from './policy.ts';

/**
 * `policy check FILE`: everything that is wrong with a policy document, and what can hardly have been meant, each with
 * line and column. @returns 2 when it cannot be used
 * @throws AppError LK-USAGE for a file that cannot be read
 */
export async function policyCheckCommand(file: string, options: { json?: boolean }, io: Io): Promise<number> {
  const { problems, warnings, policy } = checkPolicy(await contentOf(file));
  const counts = policy && { priorityRules: policy.rules.length, routes: policy.routes.length };
  if (options.json) io.out(JSON.stringify({ file, valid: policy !== null, ...counts, problems, warnings }));
  else tell(file, { problems, warnings }, counts, io);
  return policy ? 0 : ERROR_CODES['LK-VALIDATION'].exit;
}

function tell(
  file: string,
  { problems, warnings }: { problems: PolicyProblem[]; warnings: PolicyProblem[] },
  counts: { priorityRules: number; routes: number } | null,
  io: Io,
): void {
  const line = ({ line, column, message }: PolicyProblem) => `${file}:${line}:${column}: ${message}`;
  for (const problem of problems) io.err(`lanekeeper: LK-VALIDATION: ${line(problem)}`);
  for (const warning of warnings) io.out(`${line(warning)} (warning)`);
  if (counts)
    io.out(
      `${file}: a valid policy with ${counts.priorityRules} rules of priority and ${counts.routes} of routes`,
    );
}

/** The document of a file that is to be used. @throws AppError LK-VALIDATION that names file, line and column */
export async function usablePolicy(file: string): Promise<string> {
  const document = await contentOf(file);
  const [first] = checkPolicy(document).problems;
  if (first) throw new AppError('LK-VALIDATION', `${file}:${first.line}:${first.column}: ${first.message}`);
  return document;
}
