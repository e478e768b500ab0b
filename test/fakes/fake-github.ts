import { generateKeyPairSync } from 'node:crypto';
import {
  codeHostServer,
  type FakeAnswer,
  type FakeRequest,
  type FakeServer,
  sha1,
} from './code-host-server.ts';
import { type Change, FakeGit } from './fake-git.ts';
import { appRoutes, type Caller, callerOf } from './github-access.ts';
import { noIssues } from './github-issues.ts';
import { listRoutes } from './github-lists.ts';
import { type FakeOrganisation, graphqlRoutes } from './github-organisations.ts';
import { repositoryNamed, repositoryRoutes } from './github-repository-routes.ts';
import type { FakeGithubRepository, FakeInstallation } from './github-shapes.ts';

/** Everything the fake knows; change it between requests as people would. */
export interface GithubState {
  /** Where people see it; the API is below `/api/v3`, as on Enterprise Server. */
  web: string;
  api: string;
  repositories: Map<number, FakeGithubRepository>;
  /** Full names to ids; former ones stay after a rename, until another repository takes them. */
  names: Map<string, number>;
  appId: number;
  publicKey: string;
  installations: FakeInstallation[];
  /** Personal tokens: whose, and their scopes (null: a fine-grained one, which tells none). */
  tokens: Map<
    string,
    { login: string; scopes: string | null; organisations: string[]; mayNotWrite?: boolean }
  >;
  /** Installation tokens given out. */
  issued: Map<string, { installation: number; expiresAt: number }>;
  limit: { remaining: number; resetAt: number };
  /** Creations that are still taken before the secondary limit speaks; it names no time. */
  creations: number;
  /** Trees with more entries than this are cut, as GitHub does at 100,000. */
  maxTreeEntries: number;
  /** Repositories that GitHub answers 451 for. */
  blocked: Set<number>;
  /** Members and teams, by the organisation's login. */
  people: Map<string, FakeOrganisation>;
  now: () => number;
}

export interface FakeGithub extends FakeServer {
  state: GithubState;
  /** PEM of the App's private key. */
  privateKey: string;
  add(
    fullName: string,
    files?: Record<string, Change>,
    more?: Partial<FakeGithubRepository>,
  ): FakeGithubRepository;
  push(fullName: string, changes: Record<string, Change>): string;
  rename(from: string, to: string): void;
  remove(fullName: string): void;
  find(fullName: string): FakeGithubRepository | undefined;
  /** Requests answered with that status; all without one. */
  count(status?: number): number;
  forget(): void;
}

const ALL_PERMISSIONS = {
  metadata: 'read',
  contents: 'read',
  administration: 'read',
  members: 'read',
  issues: 'write',
  security_events: 'read',
};
const ALL_EVENTS = ['push', 'repository', 'team', 'membership', 'organization', 'issues', 'issue_comment'];

/**
 * A GitHub (Enterprise Server) with repositories, an App installed in `acme`, and the token `ghp_fake`. Its ETags
 * belong to the token that asks, as GitHub's do.
 */
export async function fakeGithub(options: { now?: () => number } = {}): Promise<FakeGithub> {
  const now = options.now ?? Date.now;
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const state: GithubState = {
    web: '',
    api: '',
    repositories: new Map(),
    names: new Map(),
    appId: 4711,
    publicKey: keys.publicKey,
    installations: [
      {
        id: 77,
        account: 'acme',
        permissions: { ...ALL_PERMISSIONS },
        events: [...ALL_EVENTS],
        suspended: false,
      },
    ],
    tokens: new Map([['ghp_fake', { login: 'sweeper', scopes: 'repo, read:org', organisations: ['acme'] }]]),
    issued: new Map(),
    limit: { remaining: 1_000_000, resetAt: 0 },
    creations: 1_000_000,
    maxTreeEntries: 100_000,
    blocked: new Set(),
    people: new Map(),
    now,
  };
  const server = await codeHostServer(
    (request) => answer(state, request),
    (text, { headers }) => `W/"${sha1(`${headers.authorization} ${sha1(text)}`)}"`,
  );
  state.web = server.url;
  state.api = `${server.url}/api/v3`;
  return { ...server, state, privateKey: keys.privateKey, ...actions(state), ...counting(server) };
}

function actions(state: GithubState) {
  let pushes = 0;
  const find = (fullName: string) => repositoryNamed(state, fullName);
  const must = (fullName: string): FakeGithubRepository => {
    const found = find(fullName);
    if (!found) throw new Error(`the fake has no ${fullName}`);
    return found;
  };
  const push = (fullName: string, changes: Record<string, Change>): string => {
    const one = must(fullName);
    // A minute apart, so that every push changes the list.
    one.pushedAt = new Date(Date.UTC(2026, 0, 1) + ++pushes * 60_000).toISOString().replace('.000Z', 'Z');
    return one.git.push(changes, fullName);
  };
  return {
    find,
    push,
    add(fullName: string, files?: Record<string, Change>, more?: Partial<FakeGithubRepository>) {
      const [owner, name] = fullName.split('/') as [string, string];
      const id = more?.id ?? 1000 + state.repositories.size;
      const base = {
        defaultBranch: 'main',
        archived: false,
        private: true,
        topics: [],
        properties: {},
        teams: [],
      };
      const one = {
        ...base,
        id,
        owner,
        name,
        pushedAt: null,
        git: new FakeGit(),
        issues: noIssues(),
        alerts: {},
        ...more,
      };
      state.repositories.set(id, one);
      state.names.set(fullName, id);
      if (files) push(fullName, files);
      return one;
    },
    rename(from: string, to: string) {
      const one = must(from);
      [one.owner, one.name] = to.split('/') as [string, string];
      state.names.set(to, one.id);
    },
    remove: (fullName: string) => void state.repositories.delete(must(fullName).id),
  };
}

const counting = ({ seen }: FakeServer) => ({
  count: (status?: number) => seen.filter((one) => status === undefined || one.status === status).length,
  forget: () => void seen.splice(0),
});

type Routes = (state: GithubState, caller: Caller, request: FakeRequest, path: string) => FakeAnswer | null;
const ROUTES: Routes[] = [appRoutes, listRoutes, repositoryRoutes, graphqlRoutes];

function answer(state: GithubState, request: FakeRequest): FakeAnswer {
  const path = request.url.pathname.replace(/^\/api\/v3/, '');
  const caller = callerOf(state, request.headers.authorization);
  if (!caller)
    return { status: 401, body: { message: 'Bad credentials', documentation_url: 'https://docs' } };
  const { limit } = state;
  const headers: Record<string, string> = {
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': String(Math.max(0, limit.remaining)),
    'x-ratelimit-reset': String(Math.floor(limit.resetAt / 1000)),
  };
  if (limit.remaining <= 0 && limit.resetAt > state.now())
    return { status: 403, headers, body: { message: 'API rate limit exceeded for installation.' } };
  if (!request.headers['if-none-match']) limit.remaining--;
  if (caller.kind === 'person' && caller.scopes !== null) headers['x-oauth-scopes'] = caller.scopes;
  for (const routes of ROUTES) {
    const found = routes(state, caller, request, path);
    if (found) return { ...found, headers: { ...headers, ...found.headers } };
  }
  return { status: 404, headers, body: { message: 'Not Found', documentation_url: 'https://docs' } };
}
