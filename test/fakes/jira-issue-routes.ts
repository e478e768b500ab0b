import type { FakeAnswer, FakeRequest } from './code-host-server.ts';
import {
  type FakeIssue,
  issueNamed,
  type JiraState,
  shownIssue,
  statusOf,
  timeText,
  touched,
  userOf,
} from './jira-state.ts';

type Json = Record<string, unknown>;
export const refusal = (
  status: number,
  errors: Record<string, string>,
  ...errorMessages: string[]
): FakeAnswer => ({
  status,
  body: { errorMessages, errors },
});
const NO_ISSUE = refusal(404, {}, 'Issue does not exist or you do not have permission to see it.');
/** Characters of a text. */
const TEXT_LIMIT = 32_767;

/** Routes of issues; null: none of them. */
export function issueRoutes(
  state: JiraState,
  { method, url, body }: FakeRequest,
  path: string,
): FakeAnswer | null {
  const json = (body ? JSON.parse(body) : {}) as Json;
  if (path === '/issue' && method === 'POST') return created(state, json);
  const [, name, rest = ''] = /^\/issue\/([^/]+)(\/\w+)?$/.exec(path) ?? [];
  if (!name) return null;
  const issue = issueNamed(state, decodeURIComponent(name));
  if (!issue) return NO_ISSUE;
  if (rest === '' && method === 'GET') return { status: 200, body: shownIssue(state, issue, askedBy(url)) };
  if (rest === '' && method === 'PUT') return edited(state, issue, json);
  if (rest === '/transitions')
    return method === 'GET' ? transitions(state, issue) : moved(state, issue, json);
  if (rest === '/comment')
    return method === 'GET' ? listed(state, issue, url) : commented(state, issue, json);
  return null;
}

const askedBy = (url: URL) => ({
  fields: url.searchParams.get('fields')?.split(',') ?? [],
  properties: url.searchParams.get('properties')?.split(',') ?? [],
});

function created(state: JiraState, { fields, properties }: Json): FakeAnswer {
  const given = { ...(fields as Json) };
  const project = state.projects.get(String((given['project'] as Json | undefined)?.['key']));
  if (!project) return refusal(400, { project: 'valid project is required' });
  if (project.lacks.has('CREATE_ISSUES'))
    return refusal(403, {}, 'You do not have permission to create issues in this project.');
  const type = project.types.find(({ name }) => name === (given['issuetype'] as Json | undefined)?.['name']);
  if (!type) return refusal(400, { issuetype: 'The issue type selected is invalid.' });
  const errors = fieldErrors(type.fields, given);
  for (const { fieldId, name, required } of type.fields)
    if (required && !(fieldId in given)) errors[fieldId] = `${name} is required.`;
  if (Object.keys(errors).length > 0) return refusal(400, errors);
  const issue: FakeIssue = {
    id: String(++state.lastId),
    key: `${project.key}-${++project.lastNumber}`,
    project: project.key,
    type: type.name,
    fields: given,
    status: Object.keys(state.statuses)[0]!,
    assignee: null,
    properties: Object.fromEntries(
      ((properties as Json[]) ?? []).map(({ key, value }) => [String(key), value]),
    ),
    comments: [],
    creator: state.account,
    created: state.now(),
    updated: state.now(),
    versions: [],
  };
  state.issues.set(issue.id, issue);
  touched(state, issue);
  return {
    status: 201,
    body: { id: issue.id, key: issue.key, self: `${state.web}/rest/api/3/issue/${issue.id}` },
  };
}

function fieldErrors(known: { fieldId: string; allowed?: string[] }[], given: Json): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const [id, value] of Object.entries(given)) {
    const field = known.find(({ fieldId }) => fieldId === id);
    if (!field) errors[id] = `Field '${id}' cannot be set. It is not on the appropriate screen, or unknown.`;
    else if (field.allowed && !field.allowed.includes(String((value as Json)?.['name'])))
      errors[id] = `Specify the ${id} (name) in string format`;
  }
  if (String(given['summary'] ?? '').length > 255)
    errors['summary'] = 'Summary must be less than 255 characters.';
  if (textLength(given['description']) > TEXT_LIMIT) errors['description'] = 'The entered text is too long.';
  return errors;
}

const textLength = (node: unknown): number => {
  if (typeof node === 'string') return node.length;
  const { text = '', content = [] } = (node ?? {}) as { text?: string; content?: unknown[] };
  return content.reduce<number>((sum, one) => sum + textLength(one), text.length);
};

function edited(state: JiraState, issue: FakeIssue, { fields, update }: Json): FakeAnswer {
  const given = (fields ?? {}) as Json;
  const project = state.projects.get(issue.project)!;
  if (project.lacks.has('EDIT_ISSUES')) return refusal(403, {}, 'You do not have permission to edit issues.');
  const errors = fieldErrors(project.types.find(({ name }) => name === issue.type)?.fields ?? [], given);
  if (Object.keys(errors).length > 0) return refusal(400, errors);
  Object.assign(issue.fields, given);
  const labels = ((update as Json | undefined)?.['labels'] as { add?: string }[] | undefined) ?? [];
  const added = labels.flatMap(({ add }) => add ?? []);
  if (added.length > 0)
    issue.fields['labels'] = [...new Set([...((issue.fields['labels'] as string[]) ?? []), ...added])];
  touched(state, issue);
  return { status: 204, body: '' };
}

const nextOf = (state: JiraState, issue: FakeIssue): string[] =>
  state.workflow === null
    ? Object.keys(state.statuses)
    : state.workflow.filter(([from]) => from === issue.status).map(([, to]) => to);

const transitions = (state: JiraState, issue: FakeIssue): FakeAnswer => ({
  status: 200,
  body: {
    transitions: nextOf(state, issue).map((to) => ({
      id: `t-${to}`,
      name: `To ${to}`,
      to: statusOf(state, to),
      fields: {},
    })),
  },
});

function moved(state: JiraState, issue: FakeIssue, { transition }: Json): FakeAnswer {
  const to = String((transition as Json | undefined)?.['id']).replace(/^t-/, '');
  if (!nextOf(state, issue).includes(to))
    return refusal(400, {}, 'It is not possible to transition this issue.');
  issue.status = to;
  touched(state, issue);
  return { status: 204, body: '' };
}

function commented(state: JiraState, issue: FakeIssue, json: Json): FakeAnswer {
  if (state.projects.get(issue.project)!.lacks.has('ADD_COMMENTS'))
    return refusal(400, {}, 'You do not have the permission to comment on this issue.');
  const one = {
    id: String(++state.lastId),
    author: state.account,
    body: json['body'],
    created: timeText(state.now()),
    properties: (json['properties'] as FakeIssue['comments'][number]['properties']) ?? [],
  };
  issue.comments.push(one);
  touched(state, issue);
  return { status: 201, body: shownComment(state, one, false) };
}

const shownComment = (
  state: JiraState,
  { properties, author, ...rest }: FakeIssue['comments'][number],
  withProperties: boolean,
) => ({
  ...rest,
  self: `${state.web}/comment/${rest.id}`,
  author: userOf(state, author),
  ...(withProperties && { properties }),
});

function listed(state: JiraState, issue: FakeIssue, url: URL): FakeAnswer {
  const from = Number(url.searchParams.get('startAt') ?? 0);
  const most = Math.min(Number(url.searchParams.get('maxResults') ?? 50), 100);
  const all = url.searchParams.get('orderBy') === '-created' ? issue.comments.toReversed() : issue.comments;
  const shown = all.slice(from, from + most);
  const expanded = url.searchParams.get('expand') === 'properties';
  const comments = shown.map((one) => shownComment(state, one, expanded));
  return { status: 200, body: { startAt: from, maxResults: most, total: all.length, comments } };
}
