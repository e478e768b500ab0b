import { AppError } from '../../kernel/errors.ts';
import type { HttpResponse } from '../../platform/client/client.ts';
import type { HostFiles, HostRepository } from '../connector.ts';
import { read, unexpected } from '../kit/api.ts';
import { nextPath } from '../kit/next-link.ts';
import { orTooLarge, readWanted, type TreeEntry } from '../kit/tree-files.ts';
import { type Gitlab, SCOPE_MISSING, scopeMissing } from './gitlab.ts';
import { branchShape, projectShape, treeShape } from './shapes.ts';

type Named = Pick<HostRepository, 'id' | 'key' | 'defaultBranch'>;

/** As `CodeHost.files`: by the project's id, which survives a rename. */
export async function readFiles(
  gitlab: Gitlab,
  repository: Named,
  wanted: (path: string) => boolean,
  commit: string | null,
): Promise<HostFiles | 'unchanged' | 'gone'> {
  if (!/^\d{1,15}$/.test(repository.id))
    throw new AppError('LK-VALIDATION', `${repository.id.slice(0, 50)} is not the id of a project of GitLab`);
  const head = await headOf(gitlab, repository);
  if (head === 'gone') return 'gone';
  if (head === commit) return 'unchanged';
  if (head === '') return { commit: '', files: [], problems: [] };
  const { entries, problems } = await treeOf(gitlab, repository.id, head);
  const found = await readWanted(entries, wanted, ({ id }, maxResponseBytes) =>
    orTooLarge(blobOf(gitlab, repository, id, maxResponseBytes)),
  );
  return { commit: head, files: found.files, problems: [...problems, ...found.problems] };
}

/** The commit of the default branch; '' when nothing was ever pushed. */
async function headOf(gitlab: Gitlab, repository: Named, isRenamed = false): Promise<string | 'gone'> {
  const branch = encodeURIComponent(repository.defaultBranch);
  const response = await gitlab.ask(`/projects/${repository.id}/repository/branches/${branch}`);
  if (scopeMissing(response)) throw new AppError('LK-CONNECTION', SCOPE_MISSING);
  if (response.status !== 404 && response.status !== 403)
    return read(gitlab.api, `the newest commit of ${repository.key}`, response, branchShape).commit.id;
  return missing(gitlab, repository, response, isRenamed);
}

/** No such branch to us: the project is gone, has no repository or another default branch, or a role is missing. */
async function missing(
  gitlab: Gitlab,
  repository: Named,
  first: HttpResponse,
  isRenamed: boolean,
): Promise<string | 'gone'> {
  const response = await gitlab.ask(`/projects/${repository.id}`);
  if (response.status === 404) return 'gone';
  const { default_branch, repository_access_level } = read(
    gitlab.api,
    repository.key,
    response,
    projectShape,
  );
  if (repository_access_level === 'disabled') return '';
  if (first.status === 403)
    throw new AppError(
      'LK-CONNECTION',
      `the files of ${repository.key} may not be read: the token needs the role Reporter there`,
      { detail: { repository: repository.key } },
    );
  if (default_branch && default_branch !== repository.defaultBranch && !isRenamed)
    return headOf(gitlab, { ...repository, defaultBranch: default_branch }, true);
  return '';
}

/** 100 entries a page is the most that GitLab gives ("List repository tree"). */
const MAX_PAGES = 500;
/** Of a repository that is too large: where ownership is written most. */
const KNOWN_FOLDERS = ['', '.gitlab', 'docs', '.github'];

interface Tree {
  entries: TreeEntry[];
  problems: HostFiles['problems'];
}

async function treeOf(gitlab: Gitlab, id: string, commit: string): Promise<Tree> {
  const whole = await pagesOf(gitlab, id, `ref=${commit}&recursive=true`);
  if (whole.isWhole) return { entries: whole.entries, problems: [] };
  const entries = [...whole.entries];
  for (const folder of KNOWN_FOLDERS) {
    const known = await pagesOf(gitlab, id, `ref=${commit}&path=${encodeURIComponent(folder)}`);
    entries.push(...known.entries);
  }
  const message = `this repository is too large to look at all of it: the first ${whole.entries.length} entries and ${KNOWN_FOLDERS.slice(1).join(', ')} were looked at`;
  return { entries, problems: [{ path: '', message }] };
}

async function pagesOf(
  gitlab: Gitlab,
  id: string,
  query: string,
): Promise<{ entries: TreeEntry[]; isWhole: boolean }> {
  const entries: TreeEntry[] = [];
  let path: string | null = `/projects/${id}/repository/tree?${query}&per_page=100&pagination=keyset`;
  for (let page = 0; path !== null && page < MAX_PAGES; page++) {
    const response: HttpResponse = await gitlab.ask(path);
    // A known folder that is not there.
    if (response.status === 404) break;
    const listed = read(gitlab.api, `the tree of project ${id}`, response, treeShape);
    for (const entry of listed)
      entries.push({ path: entry.path, kind: kindOf(entry), id: entry.id, size: null });
    path = nextPath('GitLab', gitlab.api.base, path, response.headers.get('link'));
  }
  return { entries, isWhole: path === null };
}

function kindOf({ type, mode }: { type: string; mode: string }): TreeEntry['kind'] {
  if (type !== 'blob') return 'other';
  return mode === '120000' ? 'link' : 'file';
}

async function blobOf(
  gitlab: Gitlab,
  { id, key }: Named,
  sha: string,
  maxResponseBytes: number,
): Promise<Uint8Array> {
  const response = await gitlab.ask(`/projects/${id}/repository/blobs/${sha}/raw`, { maxResponseBytes });
  if (response.status !== 200) throw unexpected(gitlab.api, `a file of ${key}`, response);
  return response.body;
}
