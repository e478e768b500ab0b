import { AppError } from '../kernel/errors.ts';
import type { FileProblem } from '../modules/organisation/pure.ts';
import { checkAbout, type PullVerdict } from '../modules/ownership/pure.ts';
import { type AboutBaseReport, aboutBase } from './about-base.ts';
import { annotation, colored, inWorkspace, problemLine, shown } from './about-output.ts';
import type { Io } from './io.ts';
import { type FoundFiles, findOwnershipFiles, teamsOf } from './ownership-files.ts';

export interface AboutCheckOptions {
  teams?: string;
  /** A branch or commit: what the change between it and the folder does to the ownership files. */
  base?: string;
  json?: boolean;
  github?: boolean;
}

/** Errors first: GitHub shows ten annotations of a step and no more. */
const ORDER = { error: 0, warning: 1, note: 2 } as const;
const TITLE = 'Ownership';

/**
 * `about check [DIR]`: what is wrong in the ownership files of a repository, as text, as JSON (a problem per
 * line) or as annotations of GitHub; with `--base`, what a change does to them.
 * @returns 1 when an error stands (with `--base`: when the decision table says so), else 0: warnings and notes
 * are for reading
 * @throws AppError LK-USAGE, LK-VALIDATION
 */
export async function aboutCheckCommand(folder: string, options: AboutCheckOptions, io: Io): Promise<number> {
  if (options.json && options.github)
    throw new AppError('LK-USAGE', '--json and --github are two forms of the same answer: choose one');
  const teams = options.teams ? await teamsOf(options.teams) : null;
  const registry = teams?.registry ?? null;
  const found = await findOwnershipFiles(folder);
  const problems = checkAbout(found.files, registry, found.problems);
  const change = options.base === undefined ? null : await aboutBase(folder, options.base, found, registry);
  if (options.json) tellJson(problems, change, io);
  else if (options.github) tellGithub(folder, problems, change, io);
  else tellPeople(found, problems, change, io);
  const failed = change ? change.outcome === 'fail' : problems.some(({ level }) => level === 'error');
  return failed ? 1 : 0;
}

function tellJson(problems: FileProblem[], change: AboutBaseReport | null, io: Io): void {
  for (const problem of problems) io.out(JSON.stringify(problem));
  if (change) io.out(JSON.stringify(change));
}

function tellPeople(
  found: FoundFiles,
  problems: FileProblem[],
  change: AboutBaseReport | null,
  io: Io,
): void {
  // Whoever did not break a file hears of its missing once, in the verdict.
  const told = change ? problems.filter(({ code }) => code !== 'missing-file') : problems;
  for (const problem of told) io.out(problemLine(problem, io.color));
  if (change) tellChange(change, io);
  else if (!problems.some(({ level }) => level === 'error'))
    io.out(
      `${found.files.length} ownership ${found.files.length === 1 ? 'file' : 'files'}: nothing in the way`,
    );
}

/** Of hundreds of files that are as they should be, a line is enough. */
function tellChange({ verdicts }: AboutBaseReport, io: Io): void {
  const say = (outcome: PullVerdict['outcome'], message: string) => {
    const level = ({ fail: 'error', neutral: 'note', pass: 'pass' } as const)[outcome];
    io.out(`${colored(outcome, level, io.color)}: ${shown(message)}`);
  };
  for (const { row, outcome, message } of verdicts) if (row !== 'in-order') say(outcome, message);
  const fine = verdicts.filter(({ row }) => row === 'in-order');
  if (fine.length === 1) say('pass', fine[0]!.message);
  else if (fine.length > 1) say('pass', `${fine.length} files are in order`);
}

function tellGithub(folder: string, problems: FileProblem[], change: AboutBaseReport | null, io: Io): void {
  const named = inWorkspace(folder, process.env['GITHUB_WORKSPACE'] ?? process.cwd());
  const place = ({ file, line, column }: FileProblem) => ({ file: named(file), line, column });
  const verdicts = change?.verdicts.filter(({ row }) => row !== 'in-order') ?? [];
  // What a verdict says, it says with the history of the file.
  const said = new Set(verdicts.map(({ problem }) => problem && keyOf(problem)));
  for (const { outcome, message, problem } of verdicts)
    io.out(annotation(outcome === 'fail' ? 'error' : 'note', problem && place(problem), message, TITLE));
  for (const problem of problems.toSorted((a, b) => ORDER[a.level] - ORDER[b.level])) {
    const missing = change !== null && problem.code === 'missing-file';
    if (missing || said.has(keyOf(problem))) continue;
    // Under the decision table nothing but a verdict is red.
    const level = change && problem.level === 'error' ? 'warning' : problem.level;
    io.out(annotation(level, place(problem), problem.message, TITLE));
  }
}

const keyOf = ({ file, line, column, message }: FileProblem) => JSON.stringify([file, line, column, message]);
