/** What the fake of Redmine knows: the default data of a fresh one. */
export interface RedmineState {
  people: Map<string, Person>;
  projects: Project[];
  issues: Map<number, Issue>;
  /** Of the role of our account. */
  permissions: Set<string>;
  fieldRequired: boolean;
  /** `1>5`: steps of the workflow that our account may not take. */
  forbidden: Set<string>;
  lastIssue: number;
  lastJournal: number;
  now(): number;
}

export interface Person {
  id: number;
  name: string;
  admin: boolean;
  role: { id: number; name: string } | null;
}

export interface Project {
  id: number;
  identifier: string;
  /** 1 in use, 5 closed, 9 archived. */
  status: 1 | 5 | 9;
  trackers: number[];
  hasIssues: boolean;
  members: Set<number>;
}

export interface Issue {
  id: number;
  project: number;
  tracker: number;
  status: number;
  priority: number;
  author: number;
  subject: string;
  description: string | null;
  start: string | null;
  due: string | null;
  field: string | null;
  createdOn: number;
  updatedOn: number;
  journals: { id: number; user: number; notes: string; isPrivate: boolean; at: number }[];
}

export const TRACKERS = ['Bug', 'Feature', 'Support'].map((name, i) => ({ id: i + 1, name }));
export const PRIORITIES = ['Low', 'Normal', 'High', 'Urgent', 'Immediate'].map((name, i) => ({
  id: i + 1,
  name,
  is_default: i === 1,
  active: true,
}));
export const STATUSES = ['New', 'In Progress', 'Resolved', 'Feedback', 'Closed', 'Rejected'].map(
  (name, i) => ({
    id: i + 1,
    name,
    is_closed: i > 3,
  }),
);
/** The only custom field. */
export const FIELD = { id: 1, name: 'Lanekeeper' };
export const MANAGER = { id: 3, name: 'Manager' };
export const KEYS = { admin: 'key-admin', bot: 'key-lanekeeper', ada: 'key-ada' };

const GIVEN = [
  'view_issues',
  'add_issues',
  'edit_issues',
  'edit_own_issues',
  'add_issue_notes',
  'view_private_notes',
];

export const freshState = (now: () => number): RedmineState => ({
  people: new Map([
    [KEYS.admin, { id: 1, name: 'Redmine Admin', admin: true, role: null }],
    [KEYS.bot, { id: 5, name: 'Lanekeeper Acme', admin: false, role: MANAGER }],
    [KEYS.ada, { id: 6, name: 'Ada Acme', admin: false, role: { id: 4, name: 'Developer' } }],
  ]),
  projects: [],
  issues: new Map(),
  permissions: new Set(GIVEN),
  fieldRequired: false,
  forbidden: new Set(),
  lastIssue: 0,
  lastJournal: 0,
  now,
});

export function addProject(state: RedmineState, identifier: string): void {
  const id = state.projects.length + 1;
  const all = TRACKERS.map((one) => one.id);
  state.projects.push({
    id,
    identifier,
    status: 1,
    trackers: all,
    hasIssues: true,
    members: new Set([5, 6]),
  });
}

export const may = (state: RedmineState, person: Person, permission: string): boolean =>
  person.admin || person.role?.id !== MANAGER.id || state.permissions.has(permission);

export const sees = (person: Person, project: Project | undefined): project is Project =>
  project !== undefined && project.status !== 9 && (person.admin || project.members.has(person.id));

/** A time as Redmine writes it: of whole seconds. */
export const timeOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
