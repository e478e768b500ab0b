import type { FakeAnswer, FakeRequest } from './code-host-server.ts';
import type { GithubState } from './fake-github.ts';
import { type Caller, lacks, sees } from './github-access.ts';
import { type FakeGithubRepository, idOf, organisation, repository } from './github-shapes.ts';

/** The lists of repositories, organisations and the person asking. */
export function listRoutes(
  state: GithubState,
  caller: Caller,
  request: FakeRequest,
  path: string,
): FakeAnswer | null {
  const visible = () => [...state.repositories.values()].filter((one) => sees(caller, one));
  if (path === '/installation/repositories' && caller.kind === 'installation') {
    if (lacks(caller, 'metadata')) return null;
    const all = visible();
    const { items, headers } = pageOf(state, all, request, path);
    return { status: 200, headers, body: { total_count: all.length, repositories: items } };
  }
  if (caller.kind !== 'person') return null;
  if (path === '/user') return { status: 200, body: person(state, caller.login) };
  if (path === '/user/repos') {
    const { items, headers } = pageOf(state, visible(), request, path);
    return { status: 200, headers, body: items };
  }
  return organisationRoutes(state, caller, request, path, visible);
}

function organisationRoutes(
  state: GithubState,
  caller: Extract<Caller, { kind: 'person' }>,
  request: FakeRequest,
  path: string,
  visible: () => FakeGithubRepository[],
): FakeAnswer | null {
  const [, kind, name, rest] = /^\/(orgs|organizations)\/([^/]+)(\/repos)?$/.exec(path) ?? [];
  if (!kind) return null;
  const login = caller.organisations.find((one) => (kind === 'orgs' ? one : String(idOf(one))) === name);
  if (!login) return null;
  if (!rest) return { status: 200, body: organisation(login, state.web, state.api) };
  const all = visible().filter(({ owner }) => owner === login);
  // GitHub's next links name organisations by their number.
  const { items, headers } = pageOf(state, all, request, `/organizations/${idOf(login)}/repos`);
  return { status: 200, headers, body: items };
}

function pageOf(state: GithubState, all: FakeGithubRepository[], { url }: FakeRequest, path: string) {
  const page = Number(url.searchParams.get('page') ?? 1);
  const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30));
  const items = all.slice((page - 1) * size, page * size).map((one) => repository(one, state.web, state.api));
  const query = new URLSearchParams(url.searchParams);
  query.set('page', String(page + 1));
  const headers: Record<string, string> =
    page * size < all.length ? { link: `<${state.api}${path}?${query}>; rel="next"` } : {};
  return { items, headers };
}

const person = (state: GithubState, login: string) => ({
  login,
  id: idOf(login),
  type: 'User',
  url: `${state.api}/users/${login}`,
});
