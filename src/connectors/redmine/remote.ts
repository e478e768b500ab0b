import type { RemoteTicket } from '../connector.ts';
import { projectOf, type Status, statusesOf } from './known.ts';
import type { Redmine } from './redmine.ts';
import type { Issue } from './shapes.ts';

type State = RemoteTicket['state'];

/** What a status means: closed ones are the end, the first of the list is where tickets begin. */
export function stateOf(
  { id, name, isClosed }: Status,
  all: readonly Status[],
  open: string | undefined,
): State {
  if (isClosed) return 'done';
  const begins = open === undefined ? all.find((one) => !one.isClosed)?.id === id : name === open;
  return begins ? 'open' : 'in-progress';
}

/** The status of an issue, as the list has it: older servers do not say with the issue whether it is closed. */
export const statusOf = ({ status }: Issue, all: readonly Status[]): Status =>
  all.find(({ id }) => id === status.id) ?? {
    id: status.id,
    name: status.name,
    isClosed: status.is_closed === true,
  };

/** @param place where it is known already; else the project is asked for its identifier */
export async function remoteTicket(redmine: Redmine, issue: Issue, place?: string): Promise<RemoteTicket> {
  const statuses = await statusesOf(redmine);
  const status = statusOf(issue, statuses);
  const { id, assigned_to: assignee } = issue;
  return {
    id: String(id),
    key: `#${id}`,
    url: `${redmine.settings.url}/issues/${id}`,
    place: place ?? (await projectOf(redmine, issue.project.id))?.identifier ?? String(issue.project.id),
    title: issue.subject,
    state: stateOf(status, statuses, redmine.settings.statuses.open),
    status: status.name,
    assignee: assignee ? { id: String(assignee.id), name: assignee.name, email: null } : null,
    dueOn: issue.due_date ?? null,
    priority: issue.priority?.name ?? null,
    // Redmine has none.
    labels: [],
    sprint: issue.fixed_version?.name ?? null,
    updatedAt: new Date(issue.updated_on).toISOString(),
  };
}
