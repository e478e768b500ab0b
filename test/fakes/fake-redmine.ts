import type { Redmine } from '../redmine/redmine.ts';
import {
  codeHostServer,
  type FakeAnswer,
  type FakeRequest,
  type FakeServer,
  sha1,
} from './code-host-server.ts';
import { issueRoutes } from './redmine-issues.ts';
import {
  addProject,
  FIELD,
  freshState,
  KEYS,
  MANAGER,
  type Person,
  PRIORITIES,
  type Project,
  type RedmineState,
  STATUSES,
  sees,
  TRACKERS,
} from './redmine-state.ts';

export interface FakeRedmine extends FakeServer, Redmine {
  state: RedmineState;
}

/**
 * A Redmine with its default data and an account of ours. It answers as the real one does: the tests in
 * `test/redmine/contract.ts` run against both.
 */
export async function fakeRedmine(options: { now?: () => number } = {}): Promise<FakeRedmine> {
  const state = freshState(options.now ?? Date.now);
  const server = await codeHostServer(
    (request) => answer(state, request),
    (text) => `W/"${sha1(text)}"`,
  );
  return { ...server, state, version: 'fake', keys: KEYS, field: FIELD.id };
}

function answer(state: RedmineState, request: FakeRequest): FakeAnswer {
  const { authorization = '', 'x-redmine-api-key': header } = request.headers;
  const basic = Buffer.from(authorization.replace(/^Basic /, ''), 'base64')
    .toString()
    .replace(/:.*$/, '');
  const person = state.people.get(typeof header === 'string' ? header : basic);
  if (request.url.pathname === '/test-control') return control(state, JSON.parse(request.body));
  if (!person) return { status: 401, body: '' };
  return (
    issueRoutes(state, request, person) ??
    projectRoutes(state, request, person) ??
    listRoutes(state, request, person) ?? { status: 404, body: '' }
  );
}

function projectRoutes(
  state: RedmineState,
  { url, method, body }: FakeRequest,
  person: Person,
): FakeAnswer | null {
  const [, name, act] = /^\/projects\/([\w-]+)(?:\/(\w+))?\.json$/.exec(url.pathname) ?? [];
  if (!name) return null;
  const project = state.projects.find((one) => one.identifier === name || String(one.id) === name);
  if (!project) return { status: 404, body: '' };
  if (method === 'PUT') {
    if (act) project.status = act === 'archive' ? 9 : act === 'close' ? 5 : 1;
    else changeProject(project, JSON.parse(body).project);
    return { status: 204, body: '' };
  }
  if (!sees(person, project)) return { status: 403, body: '' };
  const { id, identifier, status, trackers, hasIssues } = project;
  const shown = {
    ...{ id, identifier, status, name: identifier },
    trackers: hasIssues ? TRACKERS.filter((one) => trackers.includes(one.id)) : [],
    enabled_modules: hasIssues ? [{ id: 1, name: 'issue_tracking' }] : [],
  };
  return { status: 200, body: { project: shown } };
}

function changeProject(
  project: Project,
  sent: { enabled_module_names?: string[]; tracker_ids?: number[] },
): void {
  project.hasIssues = sent.enabled_module_names?.includes('issue_tracking') ?? project.hasIssues;
  project.trackers = sent.tracker_ids ?? project.trackers;
}

function listRoutes(state: RedmineState, { url }: FakeRequest, person: Person): FakeAnswer | null {
  const found = (body: unknown) => ({ status: 200, body });
  switch (url.pathname) {
    case '/issue_statuses.json':
      return found({ issue_statuses: STATUSES });
    case '/enumerations/issue_priorities.json':
      return found({ issue_priorities: PRIORITIES });
    case '/custom_fields.json':
      return person.admin ? found({ custom_fields: [FIELD] }) : { status: 403, body: '' };
    case '/users/current.json':
      return found({ user: userOf(state, person) });
    case `/roles/${MANAGER.id}.json`:
      return found({ role: { ...MANAGER, permissions: [...state.permissions] } });
    default:
      return null;
  }
}

function userOf(state: RedmineState, { id, name, admin, role }: Person) {
  const [firstname, lastname] = name.split(' ');
  const memberships = state.projects
    .filter(({ members }) => members.has(id))
    .map((project) => ({
      id: project.id,
      project: { id: project.id, name: project.identifier },
      roles: [role],
    }));
  return { id, login: firstname!.toLowerCase(), admin, firstname, lastname, memberships };
}

/** As `test/redmine/control.rb`. */
function control(state: RedmineState, wish: Record<string, unknown>): FakeAnswer {
  const bot = state.people.get(KEYS.bot)!.id;
  const { identifier, is } = wish;
  const statusOf = (name: unknown) => STATUSES.find((one) => one.name === name)!.id;
  if (wish['wish'] === 'project') addProject(state, String(identifier));
  if (wish['wish'] === 'required') state.fieldRequired = is === true;
  if (wish['wish'] === 'member') {
    const { members } = state.projects.find((one) => one.identifier === identifier)!;
    if (is) members.add(bot);
    else members.delete(bot);
  }
  if (wish['wish'] === 'permissions') {
    for (const one of (wish['take'] ?? []) as string[]) state.permissions.delete(one);
    for (const one of (wish['give'] ?? []) as string[]) state.permissions.add(one);
  }
  if (wish['wish'] === 'transition') {
    const step = `${statusOf(wish['from'])}>${statusOf(wish['to'])}`;
    if (wish['allowed']) state.forbidden.delete(step);
    else state.forbidden.add(step);
  }
  return { status: 200, body: {} };
}
