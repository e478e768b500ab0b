import type { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { HttpResponse } from '../../platform/client/client.ts';
import type { HostPage, HostRepository } from '../connector.ts';
import { read, unexpected } from '../kit/api.ts';
import { nextPath } from '../kit/next-link.ts';
import { contentOf, hashOf, parseEtag, printEtag } from '../kit/page-etag.ts';
import { shownLink } from '../kit/web-address.ts';
import { type As, accountOf, type Github } from './access.ts';
import { installationRepositoriesShape, repositoriesShape, type repositoryShape } from './shapes.ts';

/** One of the lists that together are everything we see, in a fixed order. */
interface Source {
  id: string;
  as: As;
  first: string;
}

const PAGE = 100;
export const FIRST_PAGE = 'first';
/** By creation, so that a new repository is at the end and the pages before it stay as they are. */
const ORDER = `per_page=${PAGE}&sort=created&direction=asc`;

/** A page of the list; pages are `<source> <path>`. */
export async function readPage(
  github: Github,
  page: string,
  etag: string | null,
): Promise<HostPage | 'unchanged'> {
  const sources = await sourcesOf(github);
  const name = hashOf(sources);
  const { source, path } = placeOf(sources, page);
  const known = parseEtag(etag, name);
  const response = await github.ask(source.as, path, { etag: known?.http ?? null });
  if (response.status === 304) return 'unchanged';
  const repositories = repositoriesIn(github, source, response);
  const named = nextPath('GitHub', github.api.base, path, response.headers.get('link'));
  // A full last page looks the same once there is one more repository: the empty page after it tells.
  const inSource = named ?? (repositories.length >= PAGE ? pageAfter(path) : null);
  const next = inSource !== null ? `${source.id} ${inSource}` : afterSource(sources, source);
  const content = contentOf(repositories, next);
  if (known?.content === content) return 'unchanged';
  const http = response.headers.get('etag');
  return { repositories, next, etag: printEtag({ sources: name, content, http }) };
}

function pageAfter(path: string): string {
  const [place, query] = path.split('?') as [string, string];
  const asked = new URLSearchParams(query);
  asked.set('page', String(Number(asked.get('page') ?? 1) + 1));
  return `${place}?${asked}`;
}

/** @throws AppError LK-CONNECTION when the App is not where it should be: an empty list would say "all deleted" */
async function sourcesOf(github: Github): Promise<Source[]> {
  const { organisations } = github.settings;
  if (!github.app) {
    if (organisations.length === 0) return [{ id: 'user', as: 'token', first: `/user/repos?${ORDER}` }];
    return organisations.map((org) => ({
      id: `org:${org}`,
      as: 'token',
      first: `/orgs/${org}/repos?${ORDER}`,
    }));
  }
  const all = await github.installations();
  const wanted = organisations.map((org) => org.toLowerCase());
  const missing = wanted.find((org) => !all.some((one) => accountOf(one).toLowerCase() === org));
  if (missing !== undefined || all.length === 0)
    throw new AppError('LK-CONNECTION', `the App is not installed in ${missing ?? 'any organisation'}`);
  return all
    .filter((one) => wanted.length === 0 || wanted.includes(accountOf(one).toLowerCase()))
    .filter((one) => !one.suspended_at)
    .map(({ id }) => ({
      id: String(id),
      as: { installation: id },
      first: `/installation/repositories?per_page=${PAGE}`,
    }));
}

function placeOf(sources: Source[], page: string): { source: Source; path: string } {
  const [first] = sources;
  if (!first) throw new AppError('LK-CONNECTION', 'every installation of the App is suspended');
  if (page === FIRST_PAGE) return { source: first, path: first.first };
  const [, id, path] = /^(\S+) (\/\S*)$/.exec(page) ?? [];
  const source = sources.find((one) => one.id === id);
  if (!source || !path)
    throw new AppError('LK-CONFLICT', 'the list has changed since this page was named: begin anew');
  return { source, path };
}

function afterSource(sources: Source[], source: Source): string | null {
  const next = sources[sources.indexOf(source) + 1];
  return next ? `${next.id} ${next.first}` : null;
}

function repositoriesIn({ api }: Github, source: Source, response: HttpResponse): HostRepository[] {
  const what = 'the list of repositories';
  if (response.status === 404)
    throw new AppError(
      'LK-CONNECTION',
      `the organisation ${source.id.replace('org:', '')} is not visible to the token`,
    );
  if (response.status === 403)
    throw new AppError('LK-CONNECTION', `the list of repositories is refused: ${whyRefused(response)}`);
  if (response.status !== 200) throw unexpected(api, what, response);
  const listed =
    typeof source.as === 'object'
      ? read(api, what, response, installationRepositoriesShape).repositories
      : read(api, what, response, repositoriesShape);
  return listed.map(hostRepository);
}

/** Single sign-on has a header of its own ("Authenticating to the REST API"). */
const whyRefused = ({ headers }: HttpResponse): string =>
  headers.get('x-github-sso')
    ? 'authorise the token for single sign-on of the organisation'
    : 'the permission "Metadata: read" is missing';

function hostRepository(one: z.infer<typeof repositoryShape>): HostRepository {
  const branch = one.default_branch ?? 'main';
  return {
    id: String(one.id),
    key: one.full_name,
    url: shownLink(one.html_url),
    defaultBranch: branch,
    archived: one.archived ?? false,
    version: one.pushed_at === undefined ? null : `${one.pushed_at ?? 'never'} ${branch}`,
    facts: {
      topics: one.topics ?? [],
      properties: plainProperties(one.custom_properties ?? {}),
      adminTeams: [],
    },
  };
}

/** By name, as they were typed; what has no value is not there. */
export const plainProperties = (values: Record<string, unknown>): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): [string, string | string[]][] => {
      if (typeof value === 'string') return value === '' ? [] : [[name, value]];
      const texts = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
      return texts.length > 0 ? [[name, texts]] : [];
    }),
  );
