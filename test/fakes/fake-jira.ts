import {
  codeHostServer,
  type FakeAnswer,
  type FakeRequest,
  type FakeServer,
  sha1,
} from './code-host-server.ts';
import { issueRoutes, refusal } from './jira-issue-routes.ts';
import { searchAnswer } from './jira-search.ts';
import {
  DEFAULT_FIELDS,
  type FakeField,
  type FakeIssue,
  type FakeJiraProject,
  issueNamed,
  type JiraState,
  shownIssue,
  touched,
} from './jira-state.ts';

export interface FakeJira extends FakeServer {
  state: JiraState;
  addProject(key: string, types?: Record<string, FakeField[]>): FakeJiraProject;
  /** As a person would. @throws when there is no such issue */
  edit(key: string, change: Partial<Pick<FakeIssue, 'fields' | 'status' | 'assignee'>>): void;
  say(key: string, who: string, text: string): void;
  /** To another project: a new key, the same id. */
  move(key: string, project: string): string;
  remove(key: string): void;
  issues(project: string): FakeIssue[];
  /** Markers that more than one issue bears. */
  duplicates(): string[];
}

/** A Jira (Cloud, or Data Center) with the account `keeper`, whose token is `jira-fake`. */
export async function fakeJira(options: { cloud?: boolean; now?: () => number } = {}): Promise<FakeJira> {
  const state: JiraState = {
    cloud: options.cloud ?? true,
    web: '',
    account: 'keeper',
    projects: new Map(),
    issues: new Map(),
    statuses: { 'To Do': 'new', 'In Progress': 'indeterminate', Done: 'done' },
    workflow: null,
    indexDelayMs: 0,
    limit: { remaining: 1_000_000, resetAt: 0 },
    now: options.now ?? Date.now,
    lastId: 10_000,
  };
  const server = await codeHostServer(
    (request) => answer(state, request),
    (text) => `"${sha1(text)}"`,
  );
  state.web = server.url;
  const named = (key: string): FakeIssue => {
    const issue = issueNamed(state, key);
    if (!issue) throw new Error(`the fake has no issue ${key}`);
    return issue;
  };
  return {
    ...server,
    state,
    addProject(key, types = { Task: DEFAULT_FIELDS }) {
      const id = String(20_000 + state.projects.size);
      const known = Object.entries(types).map(([name, fields], i) => ({
        id: String(30_000 + i),
        name,
        fields,
      }));
      const project: FakeJiraProject = { id, key, types: known, lastNumber: 0, lacks: new Set() };
      state.projects.set(key, project);
      return project;
    },
    edit(key, { fields, ...rest }) {
      const issue = named(key);
      Object.assign(issue, rest);
      Object.assign(issue.fields, fields);
      touched(state, issue);
    },
    say(key, author, text) {
      const paragraph = { type: 'paragraph', content: [{ type: 'text', text }] };
      const body = state.cloud ? { version: 1, type: 'doc', content: [paragraph] } : text;
      const created = new Date(state.now()).toISOString().replace('Z', '+0000');
      named(key).comments.push({ id: String(++state.lastId), author, body, created, properties: [] });
      touched(state, named(key));
    },
    move(key, project) {
      const issue = named(key);
      issue.project = project;
      issue.key = `${project}-${++state.projects.get(project)!.lastNumber}`;
      touched(state, issue);
      return issue.key;
    },
    remove: (key) => void state.issues.delete(named(key).id),
    issues: (project) => [...state.issues.values()].filter((issue) => issue.project === project),
    duplicates() {
      const seen = [...state.issues.values()].map(({ properties }) =>
        JSON.stringify(properties['lanekeeper'] ?? null),
      );
      return [...new Set(seen.filter((one, i) => one !== 'null' && seen.indexOf(one) !== i))];
    },
  };
}

function answer(state: JiraState, request: FakeRequest): FakeAnswer {
  const { url, headers } = request;
  const version = state.cloud ? 3 : 2;
  const [, path] = new RegExp(`^/rest/api/${version}(/.*)$`).exec(url.pathname) ?? [];
  if (!path) return { status: 404, body: '<html>Not found</html>' };
  const login = Buffer.from('keeper@acme.example:jira-fake').toString('base64');
  if (headers.authorization !== (state.cloud ? `Basic ${login}` : 'Bearer jira-fake'))
    return { status: 401, body: 'Client must be authenticated to access this resource.' };
  if (state.limit.remaining-- <= 0 && state.limit.resetAt > state.now()) {
    const wait = String(Math.ceil((state.limit.resetAt - state.now()) / 1000));
    return {
      status: 429,
      headers: { 'retry-after': wait },
      body: { errorMessages: ['Rate limit exceeded.'] },
    };
  }
  return (
    siteRoutes(state, request, path) ?? issueRoutes(state, request, path) ?? refusal(404, {}, 'null for uri')
  );
}

function siteRoutes(state: JiraState, { url, body }: FakeRequest, path: string): FakeAnswer | null {
  const json = () => JSON.parse(body) as Record<string, unknown>;
  const ok = (answered: unknown): FakeAnswer => ({ status: 200, body: answered });
  if (path === '/serverInfo')
    return ok({ version: '1001.0.0', deploymentType: state.cloud ? 'Cloud' : 'Server', baseUrl: state.web });
  if (path === '/myself') return ok({ accountId: 'acc-keeper', displayName: 'keeper', active: true });
  if (path === '/field')
    return ok([
      { id: 'summary', name: 'Summary' },
      {
        id: 'customfield_10020',
        name: 'Sprint',
        schema: { type: 'array', custom: 'com.pyxis.greenhopper.jira:gh-sprint' },
      },
    ]);
  if (path === '/mypermissions') return permissions(state, url);
  if (path === (state.cloud ? '/search/jql' : '/search')) return searchAnswer(state, json());
  if (path === '/issue/bulkfetch' && state.cloud) return bulk(state, json());
  const [, key, type] = /^\/issue\/createmeta\/(\w+)\/issuetypes(?:\/(\d+))?$/.exec(path) ?? [];
  return key ? createMeta(state, key, type) : null;
}

function permissions(state: JiraState, url: URL): FakeAnswer {
  const project = state.projects.get(url.searchParams.get('projectKey') ?? '');
  if (!project) return refusal(404, {}, 'No project could be found with the key.');
  const asked = url.searchParams.get('permissions')!.split(',');
  const one = (name: string) => ({
    id: '1',
    key: name,
    name: name.toLowerCase().replaceAll('_', ' '),
    type: 'PROJECT',
    havePermission: !project.lacks.has(name),
  });
  return { status: 200, body: { permissions: Object.fromEntries(asked.map((name) => [name, one(name)])) } };
}

function bulk(state: JiraState, { issueIdsOrKeys, fields, properties }: Record<string, unknown>): FakeAnswer {
  const names = issueIdsOrKeys as string[];
  if (names.length > 100) return refusal(400, {}, 'At most 100 issues.');
  const asked = { fields: fields as string[], properties: properties as string[] };
  const found = names.flatMap((name) => issueNamed(state, name) ?? []);
  return {
    status: 200,
    body: { issueErrors: [], issues: found.map((one) => shownIssue(state, one, asked)) },
  };
}

function createMeta(state: JiraState, key: string, type: string | undefined): FakeAnswer {
  const project = state.projects.get(key);
  if (!project) return refusal(404, {}, 'No project could be found.');
  const list = (name: string, all: unknown[]) => ({
    startAt: 0,
    maxResults: 200,
    total: all.length,
    [state.cloud ? name : 'values']: all,
  });
  if (!type) {
    const types = project.types.map(({ id, name }) => ({ id, name, subtask: false }));
    return { status: 200, body: list('issueTypes', types) };
  }
  const fields = project.types.find(({ id }) => id === type)?.fields ?? [];
  const shown = fields.map(({ fieldId, name, required, allowed }) => ({
    fieldId,
    key: fieldId,
    name,
    required,
    hasDefaultValue: false,
    operations: ['set'],
    schema: { type: 'string' },
    ...(allowed && { allowedValues: allowed.map((one) => ({ name: one })) }),
  }));
  return { status: 200, body: list('fields', shown) };
}
