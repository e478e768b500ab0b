import type { GithubState } from './fake-github.ts';
import type { FakeComment, FakeIssue } from './github-issues.ts';
import { type FakeGithubRepository, idOf, links, owner, USER_LINKS } from './github-shapes.ts';

const user = (login: string, { web, api }: GithubState) => ({
  ...owner(login, web, api),
  ...links(`${api}/users/${login}`, USER_LINKS),
  type: 'User',
});

export function issue(state: GithubState, one: FakeGithubRepository, entry: FakeIssue) {
  const full = `${one.owner}/${one.name}`;
  const url = `${state.api}/repos/${full}/issues/${entry.number}`;
  return {
    id: one.id * 10_000 + entry.number,
    node_id: `I_${one.id}_${entry.number}`,
    url,
    repository_url: `${state.api}/repos/${full}`,
    ...links(url, ['comments', 'events']),
    labels_url: `${url}/labels{/name}`,
    html_url: `${state.web}/${full}/issues/${entry.number}`,
    number: entry.number,
    title: entry.title,
    body: entry.body,
    state: entry.state,
    state_reason: entry.stateReason,
    locked: entry.locked ?? false,
    user: user('sweeper', state),
    assignee: entry.assignee === null ? null : user(entry.assignee, state),
    assignees: [],
    milestone: entry.milestone === null ? null : milestone(state, url, entry.milestone),
    labels: entry.labels.map((name) => ({
      id: idOf(name),
      node_id: `L_${idOf(name)}`,
      url: `${state.api}/repos/${full}/labels/${encodeURIComponent(name)}`,
      name,
      description: null,
      color: 'ededed',
      default: false,
    })),
    comments: entry.comments.length,
    author_association: 'NONE',
    closed_at: entry.state === 'closed' ? entry.updatedAt : null,
    created_at: entry.createdAt,
    updated_at: entry.updatedAt,
    ...(entry.isPullRequest && {
      pull_request: { url, html_url: url, diff_url: url, patch_url: url },
    }),
  };
}

const milestone = (state: GithubState, url: string, title: string) => ({
  id: idOf(title),
  node_id: `M_${idOf(title)}`,
  number: 1,
  title,
  description: null,
  state: 'open',
  url,
  html_url: url,
  labels_url: url,
  creator: user('ada', state),
  open_issues: 1,
  closed_issues: 0,
  due_on: null,
  closed_at: null,
  created_at: '2020-01-01T00:00:00Z',
  updated_at: '2020-01-01T00:00:00Z',
});

export function comment(
  state: GithubState,
  one: FakeGithubRepository,
  entry: FakeIssue,
  { id, body, login, at }: FakeComment,
) {
  const base = `${state.api}/repos/${one.owner}/${one.name}/issues`;
  return {
    id,
    node_id: `IC_${id}`,
    url: `${base}/comments/${id}`,
    html_url: `${state.web}/${one.owner}/${one.name}/issues/${entry.number}#issuecomment-${id}`,
    issue_url: `${base}/${entry.number}`,
    body,
    user: login === null ? null : user(login, state),
    author_association: 'NONE',
    created_at: at,
    updated_at: at,
  };
}
