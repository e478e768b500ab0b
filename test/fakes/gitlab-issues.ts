import type { FakeAnswer, FakeRequest } from './code-host-server.ts';
import { type FakeProject, type GitlabState, next } from './fake-gitlab.ts';

export interface FakeNote {
  id: number;
  body: string;
  /** Null: somebody who is gone. */
  username: string | null;
  at: string;
  system?: boolean;
}

export interface FakeGitlabIssue {
  /** GitLab's own number, over all projects. */
  id: number;
  iid: number;
  title: string;
  description: string | null;
  state: 'opened' | 'closed';
  labels: string[];
  assignees: { id: number; username: string; name: string }[];
  dueDate: string | null;
  milestone: string | null;
  iteration: { title: string | null; start_date: string; due_date: string } | null;
  confidential: boolean;
  movedTo: number | null;
  createdAt: string;
  updatedAt: string;
  notes: FakeNote[];
}

/** What a project has of issues; change it as people would. */
export interface FakeGitlabIssues {
  access: 'enabled' | 'disabled';
  list: FakeGitlabIssue[];
}

export const noGitlabIssues = (): FakeGitlabIssues => ({ access: 'enabled', list: [] });

const time = (state: GitlabState): string => new Date(state.now()).toISOString();

/** Somebody changes an issue, by the page. */
export function touchGitlabIssue(
  state: GitlabState,
  one: FakeGitlabIssue,
  changes: Partial<FakeGitlabIssue>,
): void {
  Object.assign(one, changes, { updatedAt: time(state) });
}

/** Somebody moves an issue: it stays behind, closed, and names the new one. */
export function moveGitlabIssue(state: GitlabState, old: FakeGitlabIssue, to: FakeProject): FakeGitlabIssue {
  const moved = { ...old, id: ++state.issues, iid: to.issues.list.length + 1, notes: [] };
  to.issues.list.push(moved);
  touchGitlabIssue(state, old, { state: 'closed', movedTo: moved.id });
  touchGitlabIssue(state, moved, {});
  return moved;
}

const FORBIDDEN: FakeAnswer = { status: 403, body: { message: '403 Forbidden' } };
const wrong = (field: string, why: string): FakeAnswer => ({
  status: 400,
  body: { message: { [field]: [why] } },
});

/** What there is of issues in a project; null where the path is about something else. */
export function gitlabIssueRoutes(
  state: GitlabState,
  request: FakeRequest,
  one: FakeProject,
  rest: string,
  may: { write: boolean; role: number },
): FakeAnswer | null {
  const [whole, iid, notes] = /^\/issues(?:\/(\d+)(\/notes)?)?$/.exec(rest) ?? [];
  if (whole === undefined) return null;
  const isWrite = request.method !== 'GET';
  if (isWrite && !may.write) return { status: 403, body: { error: 'insufficient_scope', scope: 'api' } };
  if (one.issues.access === 'disabled' || (isWrite && one.archived)) return FORBIDDEN;
  if (!iid) return isWrite ? create(state, request, one, may.role) : list(state, request, one);
  const found = one.issues.list.find((entry) => entry.iid === Number(iid));
  if (!found) return { status: 404, body: { message: '404 Issue Not Found' } };
  if (notes) return isWrite ? addNote(state, request, found) : listNotes(state, request, found);
  return isWrite ? edit(state, request, one, found) : { status: 200, body: issue(state, one, found) };
}

/** `issue(id:)` of GraphQL: where it is, for whoever may see it. */
export function gitlabGraphql(state: GitlabState, { body }: FakeRequest): FakeAnswer {
  const { variables } = JSON.parse(body) as { variables: { id: string } };
  const id = Number(/^gid:\/\/gitlab\/Issue\/(\d+)$/.exec(variables.id)?.[1]);
  for (const one of state.projects.values()) {
    const found = one.issues.list.find((entry) => entry.id === id);
    if (found)
      return { status: 200, body: { data: { issue: { iid: String(found.iid), projectId: one.id } } } };
  }
  return { status: 200, body: { data: { issue: null } } };
}

interface Asked {
  title?: string;
  description?: string;
  labels?: string;
  add_labels?: string;
  remove_labels?: string;
  due_date?: string;
  confidential?: boolean;
  state_event?: 'close' | 'reopen';
}

const split = (labels: string | undefined): string[] => (labels ? labels.split(',') : []);

function wrongIn({ title, due_date }: Asked): FakeAnswer | null {
  if (title !== undefined && (title === '' || [...title].length > 255))
    return wrong('title', 'is too long (maximum is 255 characters)');
  return due_date && !/^\d{4}-\d\d-\d\d$/.test(due_date)
    ? { status: 400, body: { error: 'due_date is invalid' } }
    : null;
}

function create(state: GitlabState, { body }: FakeRequest, one: FakeProject, role: number): FakeAnswer {
  const asked = JSON.parse(body) as Asked;
  if (asked.title === undefined) return { status: 400, body: { error: 'title is missing' } };
  const refused = wrongIn(asked);
  if (refused) return refused;
  const made: FakeGitlabIssue = {
    id: ++state.issues,
    iid: one.issues.list.length + 1,
    title: asked.title,
    description: asked.description ?? null,
    state: 'opened',
    // Guests may not set them: they are dropped without a word.
    labels: role >= 20 ? split(asked.labels) : [],
    assignees: [],
    dueDate: asked.due_date ?? null,
    milestone: null,
    iteration: null,
    confidential: asked.confidential ?? false,
    movedTo: null,
    createdAt: time(state),
    updatedAt: time(state),
    notes: [],
  };
  one.issues.list.push(made);
  return { status: 201, body: issue(state, one, made) };
}

function edit(
  state: GitlabState,
  { body }: FakeRequest,
  one: FakeProject,
  found: FakeGitlabIssue,
): FakeAnswer {
  const asked = JSON.parse(body) as Asked;
  const refused = wrongIn(asked);
  if (refused) return refused;
  const removed = split(asked.remove_labels);
  const kept = found.labels.filter((name) => !removed.includes(name));
  touchGitlabIssue(state, found, {
    ...(asked.title !== undefined && { title: asked.title }),
    ...(asked.description !== undefined && { description: asked.description }),
    ...(asked.due_date !== undefined && { dueDate: asked.due_date || null }),
    ...(asked.state_event && { state: asked.state_event === 'close' ? 'closed' : 'opened' }),
    labels: [...new Set([...kept, ...split(asked.add_labels)])],
  });
  return { status: 200, body: issue(state, one, found) };
}

function list(state: GitlabState, request: FakeRequest, one: FakeProject): FakeAnswer {
  const asked = request.url.searchParams;
  const labels = split(asked.get('labels') ?? '');
  const after = asked.get('updated_after') ?? '';
  const by = asked.get('order_by') === 'updated_at' ? 'updatedAt' : 'createdAt';
  const all = one.issues.list
    .filter((entry) => entry.updatedAt >= after && labels.every((name) => entry.labels.includes(name)))
    .sort((a, b) => (a[by] < b[by] ? -1 : a[by] > b[by] ? 1 : a.iid - b.iid));
  if (asked.get('sort') !== 'asc') all.reverse();
  const { items, headers } = pageOf(state, request, all);
  return { status: 200, headers, body: items.map((entry) => issue(state, one, entry)) };
}

function addNote(state: GitlabState, request: FakeRequest, found: FakeGitlabIssue): FakeAnswer {
  const { body } = JSON.parse(request.body) as { body: string };
  const id = found.id * 1000 + found.notes.length;
  const made = { id, body, username: 'lanekeeper_bot', at: time(state) };
  found.notes.push(made);
  touchGitlabIssue(state, found, {});
  return { status: 201, body: note(made) };
}

function listNotes(state: GitlabState, request: FakeRequest, found: FakeGitlabIssue): FakeAnswer {
  const isAscending = request.url.searchParams.get('sort') === 'asc';
  const all = isAscending ? found.notes : found.notes.toReversed();
  const { items, headers } = pageOf(state, request, all);
  return { status: 200, headers, body: items.map(note) };
}

function pageOf<One>(state: GitlabState, { url }: FakeRequest, all: One[]) {
  const page = Number(url.searchParams.get('page') ?? 1);
  const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 20));
  const headers = page * size < all.length ? next(state, url, 'page', page + 1) : {};
  return { items: all.slice((page - 1) * size, page * size), headers };
}

function issue(state: GitlabState, one: FakeProject, entry: FakeGitlabIssue) {
  const full = `${one.group}/${one.path}`;
  return {
    id: entry.id,
    iid: entry.iid,
    project_id: one.id,
    title: entry.title,
    description: entry.description,
    state: entry.state,
    labels: entry.labels,
    assignees: entry.assignees,
    assignee: entry.assignees[0] ?? null,
    due_date: entry.dueDate,
    milestone: entry.milestone === null ? null : { id: 1, iid: 1, title: entry.milestone },
    iteration: entry.iteration,
    confidential: entry.confidential,
    moved_to_id: entry.movedTo,
    created_at: entry.createdAt,
    updated_at: entry.updatedAt,
    web_url: `${state.web}/${full}/-/issues/${entry.iid}`,
    references: { short: `#${entry.iid}`, relative: `#${entry.iid}`, full: `${full}#${entry.iid}` },
  };
}

const note = ({ id, body, username, at, system }: FakeNote) => ({
  id,
  body,
  author: username === null ? null : { id: 7, username, name: username },
  created_at: at,
  updated_at: at,
  system: system ?? false,
  noteable_type: 'Issue',
});
