import { AppError } from '../../kernel/errors.ts';
import type { HttpResponse } from '../../platform/client/client.ts';
import type { HostPage, HostRepository } from '../connector.ts';
import { read } from '../kit/api.ts';
import { nextPath } from '../kit/next-link.ts';
import { contentOf, hashOf, parseEtag, printEtag } from '../kit/page-etag.ts';
import { shownLink } from '../kit/web-address.ts';
import { type Gitlab, SCOPE_MISSING, scopeMissing } from './gitlab.ts';
import { type Project, projectsShape } from './shapes.ts';

const PAGE = 100;
export const FIRST_PAGE = 'first';
/** By id, so that a new project is at the end and the pages before it stay as they are. */
const ORDER = `order_by=id&sort=asc&per_page=${PAGE}`;
/** GitLab's number for the role Maintainer ("Roles and permissions"). */
const MAINTAINER = 40;

/** The first pages of the lists that together are everything we see. */
function firstPaths({ settings: { groups } }: Gitlab): string[] {
  if (groups.length === 0) return [`/projects?membership=true&pagination=keyset&${ORDER}`];
  return groups.map(
    (group) =>
      `/groups/${encodeURIComponent(group)}/projects?include_subgroups=true&with_shared=false&${ORDER}`,
  );
}

/** A page of the list; pages are `<number of the group> <path>`. */
export async function readPage(
  gitlab: Gitlab,
  page: string,
  etag: string | null,
): Promise<HostPage | 'unchanged'> {
  const lists = firstPaths(gitlab);
  const sources = hashOf(lists);
  const { list, path } = placeOf(lists, page);
  const known = parseEtag(etag, sources);
  const response = await gitlab.ask(path, { etag: known?.http ?? null });
  if (response.status === 304) return 'unchanged';
  const repositories = projectsIn(gitlab, list, response).map(hostRepository);
  const named = nextPath('GitLab', gitlab.api.base, path, response.headers.get('link'));
  // A full last page looks the same once there is one more project: the empty page after it tells.
  const inList = named ?? (repositories.length >= PAGE ? pageAfter(path, repositories) : null);
  const after = lists[list + 1];
  const next = inList ? `${list} ${inList}` : after ? `${list + 1} ${after}` : null;
  const content = contentOf(repositories, next);
  if (known?.content === content) return 'unchanged';
  const http = response.headers.get('etag');
  return { repositories, next, etag: printEtag({ sources, content, http }) };
}

/** As GitLab would name it: by number, and with `pagination=keyset` by the last id ("REST API pagination"). */
function pageAfter(path: string, repositories: readonly HostRepository[]): string {
  const [place, query] = path.split('?') as [string, string];
  const asked = new URLSearchParams(query);
  if (asked.get('pagination') === 'keyset') asked.set('id_after', repositories.at(-1)!.id);
  else asked.set('page', String(Number(asked.get('page') ?? 1) + 1));
  return `${place}?${asked}`;
}

function placeOf(lists: string[], page: string): { list: number; path: string } {
  if (page === FIRST_PAGE) return { list: 0, path: lists[0]! };
  const [, number, path] = /^(\d{1,4}) (\/\S*)$/.exec(page) ?? [];
  if (!path || !lists[Number(number)])
    throw new AppError('LK-CONFLICT', 'the list has changed since this page was named: begin anew');
  return { list: Number(number), path };
}

function projectsIn({ api, settings }: Gitlab, list: number, response: HttpResponse): Project[] {
  if (scopeMissing(response)) throw new AppError('LK-CONNECTION', SCOPE_MISSING);
  if (response.status === 404 || response.status === 403)
    throw new AppError(
      'LK-CONNECTION',
      `the group ${settings.groups[list] ?? ''} is not visible to the token: is the path right, and is the token of a member?`,
    );
  return read(api, 'the list of projects', response, projectsShape);
}

const hostRepository = (one: Project): HostRepository => ({
  id: String(one.id),
  key: one.path_with_namespace,
  url: shownLink(one.web_url),
  defaultBranch: one.default_branch ?? 'main',
  archived: one.archived ?? false,
  // `last_activity_at` moves once an hour at most: it does not tell every push.
  version: null,
  facts: { topics: one.topics ?? [], properties: {}, adminTeams: adminTeams(one) },
});

const adminTeams = ({ shared_with_groups }: Project): string[] =>
  (shared_with_groups ?? []).flatMap(({ group_full_path, group_access_level }) =>
    group_full_path && group_access_level >= MAINTAINER ? [`@${group_full_path}`] : [],
  );
