import type { FileProblem } from '../../organisation/pure.ts';
import { CODEOWNERS_PLACES, parseCodeowners } from '../codeowners.ts';
import { compileOwnership, type OwnerRegistry, type OwnershipFile } from '../compile.ts';
import { isAbout, isDescriptor, readDescriptor } from '../forms/forms.ts';
import type { Dialect } from '../pattern.ts';
import { resolveOwner } from '../resolve.ts';

/**
 * Problems of the form alone, which stay true whatever the registry becomes.
 * @param dialect of the code host that the file lies on; null: not known
 * @returns `usable` false: the last good version of the file counts
 */
export function formProblems(
  { path, content }: OwnershipFile,
  dialect: Dialect | null,
): { problems: FileProblem[]; usable: boolean } {
  if (isDescriptor(path)) return readDescriptor(path, content);
  const { problems } = parseCodeowners(path, content, dialect);
  return { problems, usable: problems.every(({ level }) => level !== 'error') };
}

/**
 * What is wrong in the files that are there.
 * @param registry null: names of teams are taken as they are
 * @param dialect of the code host that they lie on; null: not known
 */
export function problemsOf(
  files: readonly OwnershipFile[],
  registry: OwnerRegistry | null,
  dialect: Dialect | null = null,
): FileProblem[] {
  const { problems } = compileOwnership({ repository: { key: '', unitKey: null, dialect }, registry, files });
  return registry ? problems : problems.map(withoutTeams);
}

/** Files that name no team, but a tracker's project, can only be looked up: that they were not is no error. */
const withoutTeams = (problem: FileProblem): FileProblem =>
  problem.code === 'unknown-team' || problem.code === 'ambiguous-team'
    ? {
        ...problem,
        level: 'note',
        message: 'the team of this file is found by the list of teams; none is given',
      }
    : problem;

/**
 * What `about check` tells of a repository.
 * @param files all of its ownership files
 * @param registry null: names of teams are taken as they are
 * @param unread files that are there and could not be read
 */
export function checkAbout(
  files: readonly OwnershipFile[],
  registry: OwnerRegistry | null,
  unread: readonly FileProblem[] = [],
): FileProblem[] {
  const problems = [...unread, ...problemsOf(files, registry)];
  const foreign = problems.filter(({ code }) => code === 'foreign-file').map(({ file }) => file);
  const own = [...files.map(({ path }) => path), ...unread.map(({ file }) => file)].filter(
    (path) => isAbout(path) && !path.includes('/') && !foreign.includes(path),
  );
  if (own.length > 0 || descriptorOfOthers(files, registry) !== null) return problems;
  const missing: FileProblem = {
    file: 'about.yaml',
    line: 1,
    column: 1,
    level: 'error',
    code: 'missing-file',
    message: foreign.includes('about.yaml')
      ? 'about.yaml is a file of something else; an about.yml beside it can say who owns this: apiVersion: lanekeeper.dev/v1, owner: your-team'
      : 'there is no about.yaml at the root; two lines are enough: apiVersion: lanekeeper.dev/v1, owner: your-team',
    suggestion: null,
  };
  return [missing, ...problems];
}

/** The file of another form at the root that names the owner by itself, such as catalog-info.yaml. */
export function descriptorOfOthers(
  files: readonly OwnershipFile[],
  registry: OwnerRegistry | null,
): string | null {
  const found = files.find((file) => {
    if (file.path.includes('/') || isAbout(file.path) || CODEOWNERS_PLACES.includes(file.path)) return false;
    const map = compileOwnership({ repository: { key: '', unitKey: null }, registry, files: [file] });
    return !resolveOwner(map, null).unowned;
  });
  return found?.path ?? null;
}
