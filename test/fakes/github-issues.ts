import type { FakeAnswer, FakeRequest } from './code-host-server.ts';
import type { GithubState } from './fake-github.ts';
import { type Caller, forbidden, lacks, mayWrite } from './github-access.ts';
import { comment, issue } from './github-issue-shapes.ts';
import type { FakeGithubRepository } from './github-shapes.ts';

export interface FakeComment {
  id: number;
  body: string;
  /** Null: somebody who is gone. */
  login: string | null;
  at: string;
}

export interface FakeIssue {
  number: number;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  stateReason: string | null;
  labels: string[];
  assignee: string | null;
  milestone: string | null;
  createdAt: string;
  updatedAt: string;
  comments: FakeComment[];
  isPullRequest?: boolean;
  locked?: boolean;
  gone?: 'deleted' | { repository: number; number: number };
}

/** What a repository has of issues; change it as people would. */
export interface FakeIssues {
  enabled: boolean;
  list: FakeIssue[];
  labels: Set<string>;
}

export const noIssues = (): FakeIssues => ({ enabled: true, list: [], labels: new Set(['bug']) });

const second = (state: GithubState): string => `${new Date(state.now()).toISOString().slice(0, 19)}Z`;

/** Somebody changes an issue, by the page. */
export function touchIssue(state: GithubState, one: FakeIssue, changes: Partial<FakeIssue>): void {
  Object.assign(one, changes, { updatedAt: second(state) });
}

/** Somebody moves an issue to another repository: there it is a new one. */
export function transferIssue(
  state: GithubState,
  from: FakeGithubRepository,
  number: number,
  to: FakeGithubRepository,
): FakeIssue {
  const old = from.issues.list.find((one) => one.number === number)!;
  const moved = { ...old, number: to.issues.list.length + 1, updatedAt: second(state) };
  to.issues.list.push(moved);
  Object.assign(old, { gone: { repository: to.id, number: moved.number } });
  return moved;
}

const gone = (message: string): FakeAnswer => ({
  status: 410,
  body: { message, documentation_url: 'https://docs' },
});
const invalid = (field: string, code: string, message: string): FakeAnswer => ({
  status: 422,
  body: {
    message: 'Validation Failed',
    errors: [{ resource: 'Issue', field, code, message }],
    documentation_url: 'https://docs',
  },
});

/** What there is of issues in a repository; null where the path is about something else. */
export function issueRoutes(
  state: GithubState,
  caller: Caller,
  request: FakeRequest,
  one: FakeGithubRepository,
  rest: string,
): FakeAnswer | null {
  const [, number, comments] = /^\/issues(?:\/(\d+)(\/comments)?)?$/.exec(rest) ?? [];
  const isLabels = rest === '/labels' && request.method === 'POST';
  if (!isLabels && !/^\/issues(\/|$)/.test(rest)) return null;
  if (lacks(caller, 'issues')) return forbidden();
  const isWrite = request.method !== 'GET';
  if (isWrite && !mayWrite(caller)) return forbidden('Resource not accessible by personal access token');
  if (isWrite && one.archived) return forbidden('Repository was archived so is read-only.');
  if (!isLabels && !one.issues.enabled) return gone('Issues are disabled for this repo');
  if (request.method === 'POST' && --state.creations < 0)
    return forbidden(
      'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    );
  if (isLabels) return makeLabel(one, request);
  if (!number) return isWrite ? create(state, request, one) : list(state, request, one);
  const found = one.issues.list.find((entry) => entry.number === Number(number));
  if (!found) return null;
  if (found.gone === 'deleted') return gone('This issue was deleted');
  if (found.gone) {
    const location = `${state.api}/repositories/${found.gone.repository}/issues/${found.gone.number}${comments ?? ''}`;
    return { status: 301, headers: { location }, body: { message: 'Moved Permanently', url: location } };
  }
  if (comments) return commentRoutes(state, caller, request, one, found);
  if (isWrite) return edit(state, request, one, found);
  return { status: 200, body: issue(state, one, found) };
}

function makeLabel({ issues }: FakeGithubRepository, { body }: FakeRequest): FakeAnswer {
  const { name } = JSON.parse(body) as { name: string };
  if (issues.labels.has(name.toLowerCase())) return invalid('name', 'already_exists', '');
  issues.labels.add(name.toLowerCase());
  return {
    status: 201,
    body: { id: 1, node_id: 'L', url: 'https://x', name, description: null, color: 'ffffff', default: false },
  };
}

function create(state: GithubState, { body }: FakeRequest, one: FakeGithubRepository): FakeAnswer {
  const asked = JSON.parse(body) as { title: string; body?: string; labels?: string[] };
  const wrong = wrongIn(asked);
  if (wrong) return wrong;
  const made: FakeIssue = {
    number: one.issues.list.length + 1,
    title: asked.title,
    body: asked.body ?? null,
    state: 'open',
    stateReason: null,
    labels: labelled(one, asked.labels ?? []),
    assignee: null,
    milestone: null,
    createdAt: second(state),
    updatedAt: second(state),
    comments: [],
  };
  one.issues.list.push(made);
  return { status: 201, body: issue(state, one, made) };
}

/** GitHub makes those that the repository does not have. */
function labelled({ issues }: FakeGithubRepository, labels: string[]): string[] {
  for (const name of labels) issues.labels.add(name.toLowerCase());
  return labels;
}

function wrongIn({ title, body }: { title?: string; body?: string }): FakeAnswer | null {
  if (title !== undefined && (title.trim() === '' || [...title].length > 256))
    return invalid('title', 'custom', 'title is too long (maximum is 256 characters)');
  if (body !== undefined && [...body].length > 65_536)
    return invalid('body', 'custom', 'body is too long (maximum is 65536 characters)');
  return null;
}

function edit(
  state: GithubState,
  request: FakeRequest,
  one: FakeGithubRepository,
  found: FakeIssue,
): FakeAnswer {
  const asked = JSON.parse(request.body) as {
    title?: string;
    body?: string;
    labels?: string[];
    state?: 'open' | 'closed';
    state_reason?: string;
  };
  const wrong = wrongIn(asked);
  if (wrong) return wrong;
  const isOther = asked.state !== undefined && asked.state !== found.state;
  touchIssue(state, found, {
    ...(asked.title !== undefined && { title: asked.title }),
    ...(asked.body !== undefined && { body: asked.body }),
    ...(asked.labels && { labels: labelled(one, asked.labels) }),
    ...(isOther && { state: asked.state!, stateReason: asked.state_reason ?? null }),
  });
  return { status: 200, body: issue(state, one, found) };
}

function list(state: GithubState, request: FakeRequest, one: FakeGithubRepository): FakeAnswer {
  const asked = request.url.searchParams;
  const labels = asked.get('labels')?.toLowerCase().split(',') ?? [];
  const since = asked.get('since') ?? '';
  const wanted = asked.get('state') ?? 'open';
  const by = asked.get('sort') === 'updated' ? 'updatedAt' : 'createdAt';
  const all = one.issues.list
    .filter(
      (entry) => !entry.gone && (wanted === 'all' || entry.state === wanted) && entry.updatedAt >= since,
    )
    .filter((entry) => labels.every((name) => entry.labels.some((label) => label.toLowerCase() === name)))
    .sort((a, b) => (a[by] < b[by] ? -1 : a[by] > b[by] ? 1 : a.number - b.number));
  if (asked.get('direction') !== 'asc') all.reverse();
  const { items, headers } = pageOf(state, request, `/repositories/${one.id}/issues`, all);
  return { status: 200, headers, body: items.map((entry) => issue(state, one, entry)) };
}

function commentRoutes(
  state: GithubState,
  caller: Caller,
  request: FakeRequest,
  one: FakeGithubRepository,
  found: FakeIssue,
): FakeAnswer {
  if (request.method === 'GET') {
    const path = `/repositories/${one.id}/issues/${found.number}/comments`;
    const { items, headers } = pageOf(state, request, path, found.comments);
    return { status: 200, headers, body: items.map((entry) => comment(state, one, found, entry)) };
  }
  if (found.locked) return forbidden('Unable to create comment because issue is locked.');
  const { body } = JSON.parse(request.body) as { body: string };
  const wrong = wrongIn({ body });
  if (wrong) return wrong;
  const login = caller.kind === 'person' ? caller.login : 'lanekeeper[bot]';
  const made = { id: 9000 + found.number * 1000 + found.comments.length, body, login, at: second(state) };
  found.comments.push(made);
  touchIssue(state, found, {});
  return { status: 201, body: comment(state, one, found, made) };
}

export function pageOf<One>(state: GithubState, { url }: FakeRequest, path: string, all: One[]) {
  const page = Number(url.searchParams.get('page') ?? 1);
  const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30));
  const query = new URLSearchParams(url.searchParams);
  query.set('page', String(page + 1));
  const headers: Record<string, string> =
    page * size < all.length ? { link: `<${state.api}${path}?${query}>; rel="next"` } : {};
  return { items: all.slice((page - 1) * size, page * size), headers };
}
