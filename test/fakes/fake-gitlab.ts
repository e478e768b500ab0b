import {
  codeHostServer,
  type FakeAnswer,
  type FakeRequest,
  type FakeServer,
  sha1,
} from './code-host-server.ts';
import { type Change, FakeGit } from './fake-git.ts';
import { gitlabFileRoutes } from './gitlab-file-routes.ts';
import { type FakeGitlabIssues, gitlabGraphql, noGitlabIssues } from './gitlab-issues.ts';
import { group, project } from './gitlab-shapes.ts';

export interface FakeProject {
  id: number;
  /** Full path of its group, and its own: `acme/platform`, `ledger`. */
  group: string;
  path: string;
  defaultBranch: string;
  archived: boolean;
  topics: string[];
  sharedWith: { group: string; level: number }[];
  /** `disabled`: it has issues and packages, and no repository. */
  repositoryAccess: 'enabled' | 'disabled';
  visibility: 'private' | 'public';
  git: FakeGit;
  issues: FakeGitlabIssues;
}

/** Everything the fake knows; change it between requests as people would. */
export interface GitlabState {
  web: string;
  projects: Map<number, FakeProject>;
  groups: Set<string>;
  /** Role: 10 guest (sees no files), 20 reporter. */
  tokens: Map<string, { name: string; scopes: string[]; role: 10 | 20; expiresAt: string | null }>;
  limit: { remaining: number; resetAt: number };
  /** Issues made so far, over all projects. */
  issues: number;
  now: () => number;
}

export interface FakeGitlab extends FakeServer {
  state: GitlabState;
  add(fullPath: string, files?: Record<string, Change>, more?: Partial<FakeProject>): FakeProject;
  push(id: number, changes: Record<string, Change>): string;
  count(status?: number): number;
  forget(): void;
}

/** A GitLab with projects in nested groups, and the group access token `glpat-fake`. */
export async function fakeGitlab(options: { now?: () => number } = {}): Promise<FakeGitlab> {
  const state: GitlabState = {
    web: '',
    projects: new Map(),
    groups: new Set(),
    tokens: new Map([
      ['glpat-fake', { name: 'lanekeeper', scopes: ['read_api'], role: 20, expiresAt: '2027-01-01' }],
      ['glpat-writer', { name: 'writer', scopes: ['api'], role: 20, expiresAt: '2027-01-01' }],
    ]),
    limit: { remaining: 1_000_000, resetAt: 0 },
    issues: 0,
    now: options.now ?? Date.now,
  };
  const server = await codeHostServer(
    (request) => answer(state, request),
    (text) => `W/"${sha1(text)}"`,
  );
  state.web = server.url;
  return {
    ...server,
    state,
    add(fullPath, files, more) {
      const end = fullPath.lastIndexOf('/');
      const [groupPath, path] = [fullPath.slice(0, end), fullPath.slice(end + 1)];
      for (let at = groupPath.length; at > 0; at = groupPath.lastIndexOf('/', at - 1))
        state.groups.add(groupPath.slice(0, at));
      const one: FakeProject = {
        id: 500 + state.projects.size,
        group: groupPath,
        path,
        defaultBranch: 'main',
        archived: false,
        topics: [],
        sharedWith: [],
        repositoryAccess: 'enabled',
        visibility: 'private',
        git: new FakeGit(),
        issues: noGitlabIssues(),
        ...more,
      };
      state.projects.set(one.id, one);
      if (files) one.git.push(files, fullPath);
      return one;
    },
    push: (id, changes) => state.projects.get(id)!.git.push(changes, String(id)),
    count: (status) => server.seen.filter((one) => status === undefined || one.status === status).length,
    forget: () => void server.seen.splice(0),
  };
}

function answer(state: GitlabState, request: FakeRequest): FakeAnswer {
  const path = request.url.pathname.replace(/^\/api\/v4/, '');
  const token = state.tokens.get(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
  if (!token) return { status: 401, body: { message: '401 Unauthorized' } };
  const seconds = Math.floor(state.limit.resetAt / 1000);
  const headers = {
    'ratelimit-remaining': String(Math.max(0, state.limit.remaining)),
    'ratelimit-reset': String(seconds),
  };
  if (state.limit.remaining-- <= 0 && state.limit.resetAt > state.now()) {
    const wait = String(Math.ceil((state.limit.resetAt - state.now()) / 1000));
    return { status: 429, headers: { ...headers, 'retry-after': wait }, body: 'Retry later' };
  }
  if (path === '/personal_access_tokens/self') return { status: 200, headers, body: tokenOf(token) };
  if (!token.scopes.includes('read_api') && !token.scopes.includes('api'))
    return { status: 403, headers, body: { error: 'insufficient_scope', scope: 'api read_api' } };
  const mayWrite = token.scopes.includes('api');
  const found =
    (path === '/api/graphql' ? gitlabGraphql(state, request) : null) ??
    listRoutes(state, request, path) ??
    gitlabFileRoutes(state, request, path, { role: token.role, write: mayWrite }) ??
    ({ status: 404, body: { message: '404 Not Found' } } satisfies FakeAnswer);
  return { ...found, headers: { ...headers, ...found.headers } };
}

const tokenOf = ({
  name,
  scopes,
  expiresAt,
}: {
  name: string;
  scopes: string[];
  expiresAt: string | null;
}) => ({
  id: 1,
  name,
  revoked: false,
  active: true,
  scopes,
  user_id: 7,
  expires_at: expiresAt,
});

function listRoutes(state: GitlabState, request: FakeRequest, path: string): FakeAnswer | null {
  if (path === '/version' || path === '/metadata')
    return { status: 200, body: { version: '18.4.0', revision: 'abc123', kas: {}, enterprise: true } };
  const all = [...state.projects.values()].sort((a, b) => a.id - b.id);
  if (path === '/projects') return keysetPage(state, all, request);
  const [, name, rest] = /^\/groups\/([^/]+)(\/projects)?$/.exec(path) ?? [];
  const full = decodeURIComponent(name ?? '');
  if (!name || !state.groups.has(full)) return null;
  if (!rest) return { status: 200, body: group(full, state.web) };
  return offsetPage(
    state,
    all.filter((one) => `${one.group}/`.startsWith(`${full}/`)),
    request,
  );
}

function offsetPage(state: GitlabState, all: FakeProject[], { url }: FakeRequest): FakeAnswer {
  const page = Number(url.searchParams.get('page') ?? 1);
  const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 20));
  const body = all.slice((page - 1) * size, page * size).map((one) => project(one, state.web));
  return { status: 200, body, headers: page * size < all.length ? next(state, url, 'page', page + 1) : {} };
}

function keysetPage(state: GitlabState, all: FakeProject[], { url }: FakeRequest): FakeAnswer {
  const after = Number(url.searchParams.get('id_after') ?? 0);
  const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 20));
  const listed = all.filter(({ id }) => id > after).slice(0, size);
  const body = listed.map((one) => project(one, state.web));
  const last = listed.at(-1);
  return {
    status: 200,
    body,
    headers: last && listed.length === size ? next(state, url, 'id_after', last.id) : {},
  };
}

/** As GitLab writes it: the address asked for, with the next place in it. */
export function next(
  state: GitlabState,
  url: URL,
  name: string,
  value: string | number,
): Record<string, string> {
  const query = new URLSearchParams(url.searchParams);
  query.set(name, String(value));
  return { link: `<${state.web}${url.pathname}?${query}>; rel="next"` };
}
