import type { FakeAnswer, FakeRequest } from './code-host-server.ts';
import type { FakeEntry } from './fake-git.ts';
import { type FakeProject, type GitlabState, next } from './fake-gitlab.ts';
import { gitlabIssueRoutes } from './gitlab-issues.ts';
import { branch, project } from './gitlab-shapes.ts';

/** One project, its default branch, its tree and its blobs. */
export function gitlabFileRoutes(
  state: GitlabState,
  request: FakeRequest,
  path: string,
  may: { role: number; write: boolean },
): FakeAnswer | null {
  const [, id, rest = ''] = /^\/projects\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  const one = projectNamed(state, decodeURIComponent(id ?? ''));
  if (!one) return id ? { status: 404, body: { message: '404 Project Not Found' } } : null;
  if (rest === '')
    return {
      status: 200,
      body: {
        ...project(one, state.web),
        permissions: { project_access: null, group_access: { access_level: may.role } },
      },
    };
  const ofIssues = gitlabIssueRoutes(state, request, one, rest, may);
  if (ofIssues) return ofIssues;
  if (may.role < 20 || one.repositoryAccess === 'disabled')
    return { status: 403, body: { message: '403 Forbidden' } };
  const name = /^\/repository\/branches\/([^/]+)$/.exec(rest)?.[1];
  if (name !== undefined) {
    const isThere = one.git.head !== null && decodeURIComponent(name) === one.defaultBranch;
    if (!isThere) return { status: 404, body: { message: '404 Branch Not Found' } };
    return { status: 200, body: branch(one, state.web) };
  }
  if (rest === '/repository/tree') return tree(state, one, request);
  const blob = /^\/repository\/blobs\/(\w+)\/raw$/.exec(rest)?.[1];
  const bytes = blob ? one.git.bytesOf(blob) : null;
  return bytes ? { status: 200, body: bytes } : null;
}

function tree(state: GitlabState, { git }: FakeProject, { url }: FakeRequest): FakeAnswer {
  const query = url.searchParams;
  const folder = query.get('path') ?? '';
  const all = git.inside(folder, query.get('recursive') === 'true');
  if (all.length === 0) return { status: 404, body: { message: '404 Tree Not Found' } };
  const size = Math.min(100, Number(query.get('per_page') ?? 20));
  const from = all.findIndex(({ sha }) => sha === query.get('page_token')) + 1;
  const listed = all.slice(from, from + size);
  const isLast = from + size >= all.length;
  return {
    status: 200,
    body: listed.map((entry) => entryOf(entry, folder)),
    headers: isLast ? {} : next(state, url, 'page_token', listed.at(-1)!.sha),
  };
}

const entryOf = ({ sha, path, type, mode }: FakeEntry, folder: string) => ({
  id: sha,
  name: path.slice(path.lastIndexOf('/') + 1),
  type,
  path: folder === '' ? path : `${folder}/${path}`,
  mode,
});

/** By its number, or by its full path. */
const projectNamed = (state: GitlabState, name: string): FakeProject | undefined =>
  state.projects.get(Number(name)) ??
  [...state.projects.values()].find((one) => `${one.group}/${one.path}` === name);
