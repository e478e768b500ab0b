import type { FakeAnswer, FakeRequest } from './code-host-server.ts';
import type { GithubState } from './fake-github.ts';
import { type Caller, forbidden, lacks, permissionsOf, sees } from './github-access.ts';
import { alertRoutes } from './github-alerts.ts';
import { issueRoutes } from './github-issues.ts';
import { type FakeGithubRepository, repository, team } from './github-shapes.ts';

/** What there is to read of one repository. */
export function repositoryRoutes(
  state: GithubState,
  caller: Caller,
  request: FakeRequest,
  path: string,
): FakeAnswer | null {
  const [, byName, byId, rest = ''] =
    /^\/(?:repos\/([^/]+\/[^/]+)|repositories\/(\d+))(\/.*)?$/.exec(path) ?? [];
  const one = byId ? state.repositories.get(Number(byId)) : repositoryNamed(state, byName ?? '');
  if (!one) {
    const former = state.names.get(byName ?? '');
    if (former === undefined || !state.repositories.has(former)) return null;
    const location = `${state.api}/repositories/${former}${rest}${request.url.search}`;
    // A question may be asked again anywhere; what writes is sent to the new place as it is.
    const status = request.method === 'GET' ? 301 : 307;
    return { status, headers: { location }, body: { message: 'Moved Permanently', url: location } };
  }
  if (!sees(caller, one)) return null;
  if (state.blocked.has(one.id))
    return { status: 451, body: { message: 'Repository access blocked', block: { reason: 'dmca' } } };
  return inside(state, caller, request, one, rest);
}

/** By its name of today. */
export function repositoryNamed(state: GithubState, name: string): FakeGithubRepository | undefined {
  const one = state.repositories.get(state.names.get(name) ?? -1);
  return one && `${one.owner}/${one.name}` === name ? one : undefined;
}

function inside(
  state: GithubState,
  caller: Caller,
  request: FakeRequest,
  one: FakeGithubRepository,
  rest: string,
): FakeAnswer | null {
  if (rest === '')
    return {
      status: 200,
      body: { ...repository(one, state.web, state.api), permissions: permissionsOf(caller) },
    };
  const found =
    issueRoutes(state, caller, request, one, rest) ?? alertRoutes(state, caller, request, one, rest);
  if (found) return found;
  if (rest === '/properties/values') return { status: 200, body: propertiesOf(one) };
  if (rest === '/teams') {
    if (lacks(caller, 'administration')) return forbidden();
    const teams = one.teams.map(({ slug, permission }) =>
      team(one.owner, slug, permission, state.web, state.api),
    );
    return { status: 200, body: teams };
  }
  if (lacks(caller, 'contents')) return forbidden();
  return contentRoutes(state, request, one, rest);
}

const propertiesOf = (one: FakeGithubRepository) =>
  Object.entries(one.properties).map(([property_name, value]) => ({ property_name, value }));

function contentRoutes(
  state: GithubState,
  request: FakeRequest,
  { git, defaultBranch }: FakeGithubRepository,
  rest: string,
): FakeAnswer | null {
  if (!git.head) return { status: 409, body: { message: 'Git Repository is empty.' } };
  const branch = /^\/commits\/heads\/(.+)$/.exec(rest)?.[1];
  if (branch !== undefined) {
    if (decodeURIComponent(branch) !== defaultBranch)
      return { status: 422, body: { message: `No commit found for SHA: ${branch}` } };
    // Only this media type is told in its own ETag: the commit itself.
    return { status: 200, body: git.head, headers: { etag: `"${git.head}"` } };
  }
  const tree = /^\/git\/trees\/(\w+)$/.exec(rest)?.[1];
  if (tree) {
    const folder = git.folderOf(tree);
    if (folder === null) return null;
    const all = git.inside(folder, request.url.searchParams.has('recursive'));
    const truncated = all.length > state.maxTreeEntries;
    const url = `${state.api}/git/trees/${tree}`;
    const cut = truncated ? all.slice(0, state.maxTreeEntries) : all;
    return { status: 200, body: { sha: tree, url, tree: cut, truncated } };
  }
  const blob = /^\/git\/blobs\/(\w+)$/.exec(rest)?.[1];
  const bytes = blob ? git.bytesOf(blob) : null;
  return bytes ? { status: 200, body: bytes } : null;
}
