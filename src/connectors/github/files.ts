import { AppError } from '../../kernel/errors.ts';
import type { HttpResponse } from '../../platform/client/client.ts';
import type { HostFiles, HostRepository } from '../connector.ts';
import { read, unexpected } from '../kit/api.ts';
import { orTooLarge, readWanted } from '../kit/tree-files.ts';
import type { As, Github } from './access.ts';
import { repositoryShape } from './shapes.ts';
import { treeOf } from './tree.ts';

type Named = Pick<HostRepository, 'id' | 'key' | 'defaultBranch'>;

/** As `CodeHost.files`: one conditional call, then the tree, then only the wanted blobs. */
export async function readFiles(
  github: Github,
  repository: Named,
  wanted: (path: string) => boolean,
  commit: string | null,
): Promise<HostFiles | 'unchanged' | 'gone'> {
  checkKey(repository.key);
  const as = await github.asOf(repository.key);
  const head = await headOf(github, as, repository, commit);
  if (head === 'unchanged' || head === 'gone') return head;
  if (head === 'empty') return commit === '' ? 'unchanged' : { commit: '', files: [], problems: [] };
  const { entries, problems } = await treeOf(github, as, repository.key, head.commit);
  const found = await readWanted(entries, wanted, ({ id }, maxResponseBytes) =>
    orTooLarge(blobOf(github, as, repository.key, id, maxResponseBytes)),
  );
  return { commit: head.commit, files: found.files, problems: [...problems, ...found.problems] };
}

/** It goes into addresses. @throws AppError LK-VALIDATION */
export function checkKey(key: string): void {
  if (!/^[\w.-]+\/[\w.-]+$/.test(key) || /(^|\/)\.{1,2}(\/|$)/.test(key))
    throw new AppError('LK-VALIDATION', `${key.slice(0, 200)} is not the name of a repository of GitHub`);
}

type Head = { commit: string } | 'unchanged' | 'gone' | 'empty';

/** GitHub takes the commit we know for the ETag of this media type, whatever the token ("Get a commit"). */
async function headOf(
  github: Github,
  as: As,
  repository: Named,
  commit: string | null,
  isRenamed = false,
): Promise<Head> {
  const ref = repository.defaultBranch.split('/').map(encodeURIComponent).join('/');
  const response = await github.ask(as, `/repos/${repository.key}/commits/heads/${ref}`, {
    headers: { accept: 'application/vnd.github.sha' },
    etag: commit ? `"${commit}"` : null,
  });
  switch (response.status) {
    case 200:
      return commitIn(github, response, commit);
    case 304:
      return 'unchanged';
    // "Git Repository is empty."
    case 409:
      return 'empty';
    case 451:
      return 'gone';
    case 403:
      return refused(response, repository.key);
    case 404:
    case 422:
      if (!isRenamed) return missing(github, as, repository, commit, response);
      if (response.status === 404) throw contentsMissing(repository.key);
      return 'empty';
    default:
      throw unexpected(github.api, `the newest commit of ${repository.key}`, response);
  }
}

function commitIn({ api }: Github, response: HttpResponse, known: string | null): Head {
  const commit = response.text().trim();
  if (!/^[0-9a-f]{40,64}$/.test(commit))
    throw new AppError('LK-ANSWER', `${api.name} answered with something other than a commit`);
  return commit === known ? 'unchanged' : { commit };
}

function refused(response: HttpResponse, key: string): Head {
  if (/"block"|access blocked/i.test(response.text().slice(0, 5000))) return 'gone';
  throw contentsMissing(key);
}

const contentsMissing = (key: string): AppError =>
  new AppError(
    'LK-CONNECTION',
    `the files of ${key} may not be read: the permission "Contents: read" is missing`,
    {
      detail: { repository: key },
    },
  );

/** No such commit to us: the repository is gone, its default branch has another name, or a permission is missing. */
async function missing(
  github: Github,
  as: As,
  repository: Named,
  commit: string | null,
  first: HttpResponse,
): Promise<Head> {
  const response = await github.ask(as, `/repos/${repository.key}`);
  if (response.status === 404 || response.status === 451) return 'gone';
  if (response.status === 403) return refused(response, repository.key);
  const { default_branch } = read(github.api, repository.key, response, repositoryShape);
  if (default_branch && default_branch !== repository.defaultBranch)
    return headOf(github, as, { ...repository, defaultBranch: default_branch }, commit, true);
  if (first.status === 404) throw contentsMissing(repository.key);
  return 'empty';
}

async function blobOf(
  github: Github,
  as: As,
  key: string,
  sha: string,
  maxResponseBytes: number,
): Promise<Uint8Array> {
  const response = await github.ask(as, `/repos/${key}/git/blobs/${sha}`, {
    headers: { accept: 'application/vnd.github.raw+json' },
    maxResponseBytes,
  });
  if (response.status !== 200) throw unexpected(github.api, `a file of ${key}`, response);
  return response.body;
}
