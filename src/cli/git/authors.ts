import { runGit } from './run-git.ts';

/** Who wrote a commit, by the repository's mailmap. */
export interface CommitAuthor {
  name: string;
  email: string;
  at: Date;
}

export type Authors =
  | { state: 'read'; commits: CommitAuthor[]; shallow: boolean; cut: boolean }
  | { state: 'unknown'; why: string };

/** Enough for the busiest monorepo's half year of one folder. */
const MAX_COMMITS = 50_000;

/**
 * The authors of the commits on HEAD since a time, merges left out.
 * @param path a folder or file below, with `/`; '' is everything
 */
export async function authorsSince(folder: string, path: string, since: Date): Promise<Authors> {
  const shallow = await runGit(folder, ['rev-parse', '--is-shallow-repository']);
  if (!shallow.ok) return { state: 'unknown', why: shallow.why };
  const head = await runGit(folder, ['rev-parse', '--verify', '--quiet', 'HEAD']);
  if (!head.ok) return { state: 'unknown', why: 'there is no commit yet' };
  // Names may hold anything but NUL.
  const args = [
    'log',
    '--use-mailmap',
    '--no-merges',
    '--no-show-signature',
    '--no-ext-diff',
    '--no-textconv',
    '--no-notes',
    '--no-color',
    '--no-decorate',
    '--encoding=UTF-8',
    `--max-count=${MAX_COMMITS}`,
    `--since=${since.toISOString()}`,
    '--format=tformat:%at%x00%aE%x00%aN%x00',
    'HEAD',
    '--',
    ...(path === '' ? ['.'] : [path]),
  ];
  const answer = await runGit(folder, args);
  if (!answer.ok) return { state: 'unknown', why: answer.why };
  const fields = answer.out.toString('utf8').split('\0');
  const commits: CommitAuthor[] = [];
  for (let i = 0; i + 2 < fields.length; i += 3) {
    const at = new Date(Number(fields[i]) * 1000);
    const earlier = at.getTime() < since.getTime();
    if (!Number.isNaN(at.getTime()) && !earlier)
      commits.push({ at, email: fields[i + 1]!, name: fields[i + 2]! });
  }
  return {
    state: 'read',
    commits,
    shallow: shallow.out.toString('utf8').trim() === 'true',
    cut: answer.cut || commits.length >= MAX_COMMITS,
  };
}
