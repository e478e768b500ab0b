import { sha1 } from './code-host-server.ts';
import type { FakeGit } from './fake-git.ts';
import type { FakeAlert } from './github-alerts.ts';
import type { FakeIssues } from './github-issues.ts';

export interface FakeGithubRepository {
  id: number;
  /** Owner's login. */
  owner: string;
  name: string;
  defaultBranch: string;
  archived: boolean;
  private: boolean;
  topics: string[];
  properties: Record<string, string | string[] | null>;
  teams: { slug: string; permission: 'pull' | 'push' | 'admin' }[];
  pushedAt: string | null;
  git: FakeGit;
  issues: FakeIssues;
  /** By the name in the address; a text: why there are none. */
  alerts: Record<string, FakeAlert[] | string>;
}

export interface FakeInstallation {
  id: number;
  account: string;
  permissions: Record<string, string>;
  events: string[];
  suspended: boolean;
}

/** Ends of the addresses that every repository carries. */
const LINKS =
  'archive assignees blobs branches collaborators comments commits compare contents contributors deployments downloads events forks git_commits git_refs git_tags hooks issue_comment issue_events issues keys labels languages merges milestones notifications pulls releases stargazers statuses subscribers subscription tags teams trees'.split(
    ' ',
  );
export const USER_LINKS =
  'avatar events followers following gists organizations received_events repos starred subscriptions'.split(
    ' ',
  );

export const links = (base: string, names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`${name}_url`, `${base}/${name}`]));

/** Numbers that stay the same for the same name. */
export const idOf = (name: string): number => Number.parseInt(sha1(name).slice(0, 7), 16);

export const owner = (login: string, web: string, api: string) => ({
  login,
  id: idOf(login),
  node_id: `O_${idOf(login)}`,
  gravatar_id: '',
  url: `${api}/users/${login}`,
  html_url: `${web}/${login}`,
  type: 'Organization',
  site_admin: false,
  ...links(`${api}/users/${login}`, USER_LINKS),
});

export function repository(one: FakeGithubRepository, web: string, api: string) {
  const full = `${one.owner}/${one.name}`;
  return {
    id: one.id,
    node_id: `R_${one.id}`,
    name: one.name,
    full_name: full,
    owner: owner(one.owner, web, api),
    private: one.private,
    html_url: `${web}/${full}`,
    description: null,
    fork: false,
    url: `${api}/repos/${full}`,
    ...links(`${api}/repos/${full}`, LINKS),
    clone_url: `${web}/${full}.git`,
    git_url: `git://example.test/${full}.git`,
    ssh_url: `git@example.test:${full}.git`,
    svn_url: `${web}/${full}`,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    has_issues: one.issues.enabled,
    has_discussions: false,
    network_count: 0,
    subscribers_count: 0,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: false,
    archived: one.archived,
    disabled: false,
    visibility: one.private ? 'private' : 'public',
    default_branch: one.defaultBranch,
    topics: one.topics,
    size: one.git.head ? 1 : 0,
    forks: 0,
    forks_count: 0,
    open_issues: 0,
    open_issues_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    pushed_at: one.pushedAt,
    created_at: '2020-01-01T00:00:00Z',
    updated_at: '2020-01-01T00:00:00Z',
  };
}

export const organisation = (login: string, web: string, api: string) => ({
  ...links(`${api}/orgs/${login}`, [
    'events',
    'hooks',
    'issues',
    'repos',
    'avatar',
    'members',
    'public_members',
  ]),
  login,
  id: idOf(login),
  node_id: `O_${idOf(login)}`,
  url: `${api}/orgs/${login}`,
  html_url: `${web}/${login}`,
  description: null,
  type: 'Organization',
  has_organization_projects: false,
  has_repository_projects: false,
  public_repos: 0,
  public_gists: 0,
  followers: 0,
  following: 0,
  created_at: '2020-01-01T00:00:00Z',
  updated_at: '2020-01-01T00:00:00Z',
  archived_at: null,
});

export const installation = (one: FakeInstallation, appId: number, web: string, api: string) => ({
  id: one.id,
  app_id: appId,
  app_slug: 'lanekeeper',
  // GitHub's document wants of this account the fields of a user and those of an enterprise.
  account: {
    ...owner(one.account, web, api),
    name: one.account,
    slug: one.account,
    created_at: '2020-01-01T00:00:00Z',
    updated_at: '2020-01-01T00:00:00Z',
  },
  target_id: idOf(one.account),
  target_type: 'Organization',
  repository_selection: 'all',
  single_file_name: null,
  access_tokens_url: `${api}/app/installations/${one.id}/access_tokens`,
  repositories_url: `${api}/installation/repositories`,
  html_url: `${web}/organizations/${one.account}/settings/installations/${one.id}`,
  permissions: one.permissions,
  events: one.events,
  created_at: '2020-01-01T00:00:00Z',
  updated_at: '2020-01-01T00:00:00Z',
  suspended_at: one.suspended ? '2020-01-01T00:00:00Z' : null,
  suspended_by: null,
});

export const app = (id: number, first: FakeInstallation | undefined, web: string, api: string) => ({
  id,
  slug: 'lanekeeper',
  node_id: `A_${id}`,
  owner: owner('acme', web, api),
  name: 'Lanekeeper',
  description: null,
  external_url: 'https://lanekeeper.example/',
  html_url: `${web}/apps/lanekeeper`,
  created_at: '2020-01-01T00:00:00Z',
  updated_at: '2020-01-01T00:00:00Z',
  permissions: first?.permissions ?? {},
  events: first?.events ?? [],
});

export const team = (org: string, slug: string, permission: string, web: string, api: string) => ({
  id: idOf(`${org}/${slug}`),
  node_id: `T_${idOf(slug)}`,
  url: `${api}/organizations/${idOf(org)}/team/${idOf(slug)}`,
  html_url: `${web}/orgs/${org}/teams/${slug}`,
  members_url: `${api}/organizations/${idOf(org)}/team/${idOf(slug)}/members{/member}`,
  repositories_url: `${api}/organizations/${idOf(org)}/team/${idOf(slug)}/repos`,
  name: slug,
  slug,
  description: null,
  privacy: 'closed',
  permission,
  parent: null,
  type: 'organization',
});
