import type { FileProblem } from '../organisation/pure.ts';
import { readAbout } from './about.ts';
import { parseCodeowners } from './codeowners.ts';
import { compileOwnership, isAbout, type OwnerRegistry, type OwnershipFile } from './compile.ts';

/** Problems of the form alone, which stay true whatever the registry becomes. */
export const formProblems = ({ path, content }: OwnershipFile): FileProblem[] =>
  isAbout(path)
    ? readAbout(path, content).problems
    : path.endsWith('CODEOWNERS')
      ? parseCodeowners(path, content).problems
      : [];

/**
 * What `about check` tells of a repository.
 * @param files all of its ownership files
 * @param registry null: names of teams are taken as they are
 */
export function checkAbout(files: readonly OwnershipFile[], registry: OwnerRegistry | null): FileProblem[] {
  const { problems } = compileOwnership({ repository: { key: '', unitKey: null }, registry, files });
  if (files.some(({ path }) => isAbout(path) && !path.includes('/'))) return problems;
  const missing: FileProblem = {
    file: 'about.yaml',
    line: 1,
    column: 1,
    level: 'error',
    code: 'missing-file',
    message:
      'there is no about.yaml at the root; two lines are enough: apiVersion: lanekeeper.dev/v1, owner: your-team',
    suggestion: null,
  };
  return [missing, ...problems];
}
