import type { FileProblem } from '../../organisation/pure.ts';
import type { OwnerRegistry, OwnershipFile } from '../compile.ts';
import { folderOf } from '../forms/form.ts';
import { isAbout } from '../forms/forms.ts';
import { descriptorOfOthers, problemsOf } from './check.ts';
import { judgePull, type PullSide, type PullVerdict } from './pull-check.ts';

/** All ownership files of one side, and what could not be read of them; or why nothing is known. */
export type PullFiles =
  | { state: 'read'; files: readonly OwnershipFile[]; unread: readonly FileProblem[] }
  | { state: 'unknown'; why: string };

export interface PullReport {
  /** `fail` when any file fails; else `neutral` when any is unknown. */
  outcome: PullVerdict['outcome'];
  /** The root's first, then a folder each. */
  verdicts: PullVerdict[];
}

/**
 * The check of a pull request over all folders. The root must have a file; a folder may do without, and then
 * the file above it answers. Pure.
 * @param registry null: names of teams are taken as they are
 */
export function judgePullFiles(
  before: PullFiles,
  after: PullFiles,
  registry: OwnerRegistry | null,
): PullReport {
  const [old, now] = [sidesOf(before, registry), sidesOf(after, registry)];
  const below = [...new Set([...old.keys(), ...now.keys()])].filter((folder) => folder !== '').sort();
  const verdicts = ['', ...below].flatMap((folder) => {
    const side = sideIn(now, after, folder);
    // Without its own file a folder belongs to whoever owns what is around it.
    if (folder !== '' && side.state === 'none') return [];
    return [judgePull(sideIn(old, before, folder), side)];
  });
  const outcomes = verdicts.map(({ outcome }) => outcome);
  const outcome = (['fail', 'neutral'] as const).find((each) => outcomes.includes(each)) ?? 'pass';
  return { outcome, verdicts };
}

function sideIn(sides: ReadonlyMap<string, PullSide>, files: PullFiles, folder: string): PullSide {
  const file = folder === '' ? 'about.yaml' : `${folder}/about.yaml`;
  if (files.state === 'unknown') return { state: 'unknown', file, why: files.why };
  return sides.get(folder) ?? { state: 'none', file, foreign: false };
}

function sidesOf(side: PullFiles, registry: OwnerRegistry | null): Map<string, PullSide> {
  const sides = new Map<string, PullSide>();
  if (side.state === 'unknown') return sides;
  const problems = Map.groupBy(problemsOf(side.files, registry), ({ file }) => file);
  for (const { file, message } of side.unread)
    if (isAbout(file)) sides.set(folderOf(file), { state: 'unknown', file, why: message });
  for (const { path } of side.files) {
    const known = sides.get(folderOf(path));
    // about.yaml comes before about.yml, unless it is somebody else's.
    const decided = known && known.state !== 'none' && known.file < path;
    if (isAbout(path) && !decided) sides.set(folderOf(path), sideOf(path, problems.get(path) ?? []));
  }
  // Another form says it as well: catalog-info.yaml alone is in order.
  const other = descriptorOfOthers(side.files, registry);
  if (other !== null && (sides.get('')?.state ?? 'none') === 'none')
    sides.set('', { state: 'valid', file: other });
  return sides;
}

function sideOf(file: string, problems: readonly FileProblem[]): PullSide {
  const problem = problems.find(({ level }) => level === 'error');
  if (problem) return { state: 'broken', file, problem };
  const foreign = problems.some(({ code }) => code === 'foreign-file');
  return foreign ? { state: 'none', file, foreign } : { state: 'valid', file };
}
