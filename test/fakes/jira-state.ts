/** A field as the screen of an issue type has it. */
export interface FakeField {
  fieldId: string;
  name: string;
  required: boolean;
  allowed?: string[];
}

export interface FakeJiraProject {
  id: string;
  key: string;
  types: { id: string; name: string; fields: FakeField[] }[];
  lastNumber: number;
  /** Permissions that the account lacks here, such as `CREATE_ISSUES`. */
  lacks: Set<string>;
}

export interface FakeComment {
  id: string;
  author: string;
  body: unknown;
  created: string;
  properties: { key: string; value: unknown }[];
}

export interface FakeIssue {
  id: string;
  key: string;
  project: string;
  type: string;
  fields: Record<string, unknown>;
  status: string;
  assignee: string | null;
  properties: Record<string, unknown>;
  comments: FakeComment[];
  creator: string;
  created: number;
  updated: number;
  /** As the index saw it, the oldest first. */
  versions: { at: number; shown: Pick<FakeIssue, 'key' | 'project' | 'fields' | 'status' | 'updated'> }[];
}

/** Everything the fake knows; change it between requests as people would. */
export interface JiraState {
  cloud: boolean;
  web: string;
  account: string;
  projects: Map<string, FakeJiraProject>;
  issues: Map<string, FakeIssue>;
  /** Statuses by name, with their category. */
  statuses: Record<string, 'new' | 'indeterminate' | 'done'>;
  /** From which status to which; null: from any to any. */
  workflow: [from: string, to: string][] | null;
  /** How far search runs behind. */
  indexDelayMs: number;
  limit: { remaining: number; resetAt: number };
  now: () => number;
  lastId: number;
}

export const DEFAULT_FIELDS: FakeField[] = [
  { fieldId: 'summary', name: 'Summary', required: true },
  { fieldId: 'issuetype', name: 'Issue Type', required: true },
  { fieldId: 'project', name: 'Project', required: true },
  { fieldId: 'description', name: 'Description', required: false },
  { fieldId: 'labels', name: 'Labels', required: false },
  { fieldId: 'duedate', name: 'Due date', required: false },
  { fieldId: 'components', name: 'Components', required: false },
  {
    fieldId: 'priority',
    name: 'Priority',
    required: false,
    allowed: ['Highest', 'High', 'Medium', 'Low', 'Lowest'],
  },
];

/** Search sees the issue as it stands now only after the delay. */
export function touched(state: JiraState, issue: FakeIssue): void {
  issue.updated = Math.max(state.now(), issue.updated);
  const { key, project, fields, status, updated } = issue;
  issue.versions.push({ at: state.now(), shown: structuredClone({ key, project, fields, status, updated }) });
}

export const issueNamed = (state: JiraState, idOrKey: string): FakeIssue | undefined =>
  state.issues.get(idOrKey) ?? [...state.issues.values()].find(({ key }) => key === idOrKey);

export const userOf = (state: JiraState, name: string) => ({
  self: `${state.web}/user/${name}`,
  ...(state.cloud ? { accountId: `acc-${name}` } : { key: name, name }),
  displayName: name,
  emailAddress: `${name}@acme.example`,
  active: true,
});

export const timeText = (ms: number): string => new Date(ms).toISOString().replace('Z', '+0000');

/** An issue as answers show it. */
export function shownIssue(
  state: JiraState,
  issue: FakeIssue,
  asked: { fields: string[]; properties: string[] },
  as: FakeIssue['versions'][number]['shown'] = issue,
) {
  const all: Record<string, unknown> = {
    ...as.fields,
    status: statusOf(state, as.status),
    assignee: issue.assignee ? userOf(state, issue.assignee) : null,
    updated: timeText(as.updated),
    project: { id: state.projects.get(as.project)?.id ?? '0', key: as.project },
  };
  const named = Object.entries(all).filter(([name]) => asked.fields.includes(name));
  const properties = Object.entries(issue.properties).filter(([name]) => asked.properties.includes(name));
  return {
    id: issue.id,
    key: as.key,
    self: `${state.web}/rest/api/3/issue/${issue.id}`,
    fields: Object.fromEntries(named),
    ...(asked.properties.length > 0 && { properties: Object.fromEntries(properties) }),
  };
}

export const statusOf = (state: JiraState, name: string) => ({
  id: String(Object.keys(state.statuses).indexOf(name)),
  name,
  statusCategory: { id: 1, key: state.statuses[name]!, name: state.statuses[name]! },
});
