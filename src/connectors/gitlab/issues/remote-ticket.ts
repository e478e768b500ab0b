import { AppError } from '../../../kernel/errors.ts';
import type { RemoteComment, RemoteTicket } from '../../connector.ts';
import { priorityIn, stateIn } from '../../kit/issue-labels.ts';
import { markerIn } from '../../kit/issue-marker.ts';
import { plainComment } from '../../kit/issue-text.ts';
import { shownLink } from '../../kit/web-address.ts';
import type { GitlabTickets } from '../settings.ts';
import type { Issue, Note } from './shapes.ts';

/** Its project by number, and its own number there; who is moved says where to. */
export interface IssueId {
  project: number;
  iid: number;
}

export const printId = ({ project, iid }: IssueId): string => `${project}#${iid}`;

/** @throws AppError LK-VALIDATION */
export function parseId(text: string): IssueId {
  const [, project, iid] = /^(\d{1,15})#(\d{1,12})$/.exec(text) ?? [];
  if (!project)
    throw new AppError('LK-VALIDATION', `${text.slice(0, 50)} is not the id of an issue of GitLab`);
  return { project: Number(project), iid: Number(iid) };
}

export const pathOf = ({ project, iid }: IssueId): string => `/projects/${project}/issues/${iid}`;

export const idOf = ({ project_id: project, iid }: Issue): IssueId => ({ project, iid });

export const remoteTicket = (rules: GitlabTickets, issue: Issue): RemoteTicket => ({
  id: printId(idOf(issue)),
  key: issue.references.full,
  url: shownLink(issue.web_url) ?? '',
  place: issue.references.full.replace(/#\d+$/, ''),
  title: issue.title,
  state: stateIn(rules, issue.state !== 'closed', issue.labels),
  status: issue.state,
  assignee: personOf(issue.assignees?.[0]),
  dueOn: issue.due_date ?? null,
  priority: priorityIn(rules, issue.labels),
  labels: issue.labels,
  sprint: sprintOf(issue),
  updatedAt: new Date(issue.updated_at).toISOString(),
});

const personOf = (person: NonNullable<Issue['assignees']>[number] | undefined) =>
  person ? { id: String(person.id), name: person.name ?? person.username, email: null } : null;

/** Iterations that are made by a cadence have no title. */
function sprintOf({ iteration, milestone }: Issue): string | null {
  if (!iteration) return milestone?.title ?? null;
  return iteration.title ?? [iteration.start_date, iteration.due_date].filter(Boolean).join(' – ');
}

/** Whom GitLab shows in the place of a person who is gone. */
const GHOST = { id: '0', name: 'Ghost User', email: null };

export const remoteComment = ({ id, body, author, created_at }: Note): RemoteComment => ({
  id: String(id),
  author: personOf(author ?? undefined) ?? GHOST,
  text: plainComment(body ?? ''),
  at: new Date(created_at).toISOString(),
  marker: markerIn(body)?.marker ?? null,
});
