import type { FileProblem } from '../modules/organisation/pure.ts';
import { checkAbout } from '../modules/ownership/pure.ts';
import type { Io } from './io.ts';
import { ownershipFilesOf, teamsOf } from './ownership-files.ts';

export interface AboutCheckOptions {
  teams?: string;
  json?: boolean;
}

/**
 * `about check [DIR]`: what is wrong in the ownership files of a repository.
 * @returns 1 when something is an error, else 0: warnings and notes are for reading
 * @throws AppError LK-USAGE, LK-VALIDATION
 */
export async function aboutCheckCommand(folder: string, options: AboutCheckOptions, io: Io): Promise<number> {
  const teams = options.teams ? await teamsOf(options.teams) : null;
  const files = await ownershipFilesOf(folder);
  const problems = checkAbout(files, teams?.registry ?? null);
  for (const problem of problems) io.out(options.json ? JSON.stringify(problem) : tell(problem, io.color));
  const errors = problems.filter(({ level }) => level === 'error').length;
  if (!options.json && errors === 0)
    io.out(`${files.length} ownership ${files.length === 1 ? 'file' : 'files'}: nothing in the way`);
  return errors > 0 ? 1 : 0;
}

const COLORS = { error: 31, warning: 33, note: 36 } as const;

function tell({ file, line, column, level, message }: FileProblem, color: boolean): string {
  const shown = color ? `\u001B[${COLORS[level]}m${level}\u001B[0m` : level;
  return `${file}:${line}:${column}: ${shown}: ${message}`;
}
