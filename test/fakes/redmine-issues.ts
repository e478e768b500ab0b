import type { FakeAnswer, FakeRequest } from './code-host-server.ts';
import {
  FIELD,
  type Issue,
  may,
  type Person,
  PRIORITIES,
  type RedmineState,
  STATUSES,
  sees,
  TRACKERS,
  timeOf,
} from './redmine-state.ts';

/** Fields of an issue as they are sent; what Redmine does not know or not allow it ignores without a word. */
type Sent = Record<string, unknown>;

const errors = (...words: string[]): FakeAnswer => ({ status: 422, body: { errors: words } });
const EMPTY = { status: 204, body: '' };
/** What Redmine says, whatever keeps an issue out of a project. */
const NOWHERE = errors('Project cannot be blank', 'Tracker cannot be blank', 'Status cannot be blank');

export function issueRoutes(state: RedmineState, request: FakeRequest, person: Person): FakeAnswer | null {
  const { url, method, body } = request;
  const sent = (): Sent => (JSON.parse(body) as { issue: Sent }).issue;
  if (url.pathname === '/issues.json')
    return method === 'POST' ? create(state, person, sent()) : list(state, person, url.searchParams);
  const [, number] = /^\/issues\/(\d+)\.json$/.exec(url.pathname) ?? [];
  if (!number) return null;
  const issue = state.issues.get(Number(number));
  if (!issue) return { status: 404, body: '' };
  const project = state.projects.find(({ id }) => id === issue.project);
  if (!sees(person, project)) return { status: 403, body: '' };
  if (method === 'GET')
    return { status: 200, body: { issue: whole(state, issue, url.searchParams.get('include'), person) } };
  if (method === 'DELETE') {
    state.issues.delete(issue.id);
    return EMPTY;
  }
  const isOpen = project.status === 1;
  const mayEdit = may(state, person, 'edit_issues') || may(state, person, 'edit_own_issues');
  if (!isOpen || (!mayEdit && !may(state, person, 'add_issue_notes'))) return { status: 403, body: '' };
  return update(state, person, issue, sent());
}

function create(state: RedmineState, person: Person, sent: Sent): FakeAnswer {
  const project = state.projects.find((one) => one.identifier === sent['project_id'] && sees(person, one));
  if (project?.status !== 1 || !project.hasIssues || !may(state, person, 'add_issues')) return NOWHERE;
  const now = state.now();
  const tracker = project.trackers.find((id) => id === sent['tracker_id']) ?? project.trackers[0]!;
  const issue: Issue = {
    ...{ id: state.lastIssue + 1, project: project.id, tracker, status: 1, priority: 2, author: person.id },
    ...{ subject: '', description: null, start: timeOf(now).slice(0, 10), due: null, field: null },
    ...{ createdOn: now, updatedOn: now, journals: [] },
  };
  const wrong = assign(state, person, issue, sent);
  if (wrong.length > 0) return errors(...wrong);
  state.lastIssue = issue.id;
  state.issues.set(issue.id, issue);
  return { status: 201, body: { issue: whole(state, issue, null, person) } };
}

function update(state: RedmineState, person: Person, issue: Issue, sent: Sent): FakeAnswer {
  const changed = structuredClone(issue);
  const wrong = assign(state, person, changed, sent);
  if (wrong.length > 0) return errors(...wrong);
  const notes = may(state, person, 'add_issue_notes') ? String(sent['notes'] ?? '') : '';
  if (notes === '' && JSON.stringify(changed) === JSON.stringify(issue)) return EMPTY;
  const at = state.now();
  const isPrivate = sent['private_notes'] === true;
  changed.journals.push({ id: ++state.lastJournal, user: person.id, notes, isPrivate, at });
  state.issues.set(issue.id, { ...changed, updatedOn: at });
  return EMPTY;
}

/** @returns what is wrong, in Redmine's words */
function assign(state: RedmineState, person: Person, issue: Issue, sent: Sent): string[] {
  const text = (name: string) => (typeof sent[name] === 'string' ? (sent[name] as string) : undefined);
  const date = (name: string, was: string | null) => (name in sent ? text(name) || null : was);
  issue.subject = text('subject') ?? issue.subject;
  issue.description = text('description')?.replaceAll(/\r?\n/g, '\r\n') ?? issue.description;
  issue.start = date('start_date', issue.start);
  issue.due = date('due_date', issue.due);
  if (PRIORITIES.some(({ id }) => id === sent['priority_id'])) issue.priority = Number(sent['priority_id']);
  if (allowed(state, person, issue).some(({ id }) => id === sent['status_id']))
    issue.status = Number(sent['status_id']);
  const target = state.projects.find((one) => one.identifier === sent['project_id'] && sees(person, one));
  if (target) issue.project = target.id;
  const fields = (sent['custom_fields'] ?? []) as { id: number; value: string }[];
  issue.field = fields.find(({ id }) => id === FIELD.id)?.value ?? issue.field;
  const wrong: string[] = [];
  if (issue.subject === '') wrong.push('Subject cannot be blank');
  if (issue.subject.length > 255) wrong.push('Subject is too long (maximum is 255 characters)');
  if (issue.due && issue.start && issue.due < issue.start)
    wrong.push('Due date must be greater than start date');
  if (state.fieldRequired && !issue.field) wrong.push(`${FIELD.name} cannot be blank`);
  return wrong;
}

const allowed = (state: RedmineState, person: Person, { status }: Issue) =>
  STATUSES.filter(({ id }) => person.admin || !state.forbidden.has(`${status}>${id}`));

function list(state: RedmineState, person: Person, query: URLSearchParams): FakeAnswer {
  const asked = query.get('project_id');
  const project = state.projects.find(({ identifier }) => identifier === asked);
  if (asked !== null && !project) return { status: 404, body: '' };
  if (project && !sees(person, project)) return { status: 403, body: '' };
  const text = query.get('description')?.replace(/^~/, '').toLowerCase();
  // Redmine takes a second more than is asked for.
  const since = Date.parse(query.get('updated_on')?.replace(/^>=/, '') ?? '') - 1_000;
  const found = [...state.issues.values()].filter(
    (issue) =>
      sees(
        person,
        state.projects.find(({ id }) => id === issue.project),
      ) &&
      (!project || issue.project === project.id) &&
      (query.get('author_id') !== 'me' || issue.author === person.id) &&
      (text === undefined || issue.description?.toLowerCase().includes(text)) &&
      (query.get(`cf_${FIELD.id}`) === null || issue.field === query.get(`cf_${FIELD.id}`)) &&
      (Number.isNaN(since) || issue.updatedOn > since),
  );
  const isByTime = query.get('sort')?.startsWith('updated_on');
  found.sort((a, b) => (isByTime ? a.updatedOn - b.updatedOn || a.id - b.id : b.id - a.id));
  const limit = Math.min(100, Number(query.get('limit') ?? 25));
  const offset = Number(query.get('offset') ?? 0);
  const issues = found.slice(offset, offset + limit).map((issue) => whole(state, issue, null, person));
  return { status: 200, body: { issues, total_count: found.length, offset, limit } };
}

function whole(state: RedmineState, issue: Issue, include: string | null, person: Person) {
  const named = (id: number) => ({ id, name: [...state.people.values()].find((one) => one.id === id)!.name });
  const project = state.projects.find(({ id }) => id === issue.project)!;
  return {
    id: issue.id,
    project: { id: project.id, name: project.identifier.toUpperCase() },
    tracker: TRACKERS.find(({ id }) => id === issue.tracker),
    status: STATUSES.find(({ id }) => id === issue.status)!,
    priority: { id: issue.priority, name: PRIORITIES.find(({ id }) => id === issue.priority)!.name },
    author: named(issue.author),
    subject: issue.subject,
    description: issue.description,
    start_date: issue.start,
    due_date: issue.due,
    done_ratio: 0,
    is_private: false,
    estimated_hours: null,
    total_estimated_hours: null,
    custom_fields: [{ ...FIELD, value: issue.field }],
    created_on: timeOf(issue.createdOn),
    updated_on: timeOf(issue.updatedOn),
    closed_on: null,
    ...(include === 'allowed_statuses' && { allowed_statuses: allowed(state, person, issue) }),
    ...(include === 'journals' && {
      journals: issue.journals.map(({ id, user, notes, isPrivate, at }) => ({
        ...{ id, user: named(user), notes: notes.replaceAll(/\r?\n/g, '\r\n'), created_on: timeOf(at) },
        ...{ private_notes: isPrivate, details: [] },
      })),
    }),
  };
}
