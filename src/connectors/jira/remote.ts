import { AppError } from '../../kernel/errors.ts';
import type { RemotePerson, RemoteTicket } from '../connector.ts';
import type { Jira } from './jira.ts';
import type { Issue, JiraPerson } from './shapes.ts';

const FIELDS = ['summary', 'status', 'assignee', 'duedate', 'priority', 'labels', 'updated', 'project'];

/** The fields that a ticket is made of. */
export const ticketFields = ({ settings }: Jira): string[] =>
  settings.sprintField ? [...FIELDS, settings.sprintField] : FIELDS;

/** Keys of status categories: "new" and "undefined" are to do ("Get all status categories"). */
export function stateOf(category: string): RemoteTicket['state'] {
  if (category === 'done') return 'done';
  return category === 'indeterminate' ? 'in-progress' : 'open';
}

export const urlOf = ({ settings }: Jira, key: string): string =>
  `${settings.url}/browse/${encodeURIComponent(key)}`;

export function personOf(person: JiraPerson | null | undefined): RemotePerson | null {
  const id = person?.accountId ?? person?.key ?? person?.name;
  if (!person || !id) return null;
  return { id, name: person.displayName ?? id, email: person.emailAddress?.toLowerCase() ?? null };
}

/** @throws AppError LK-ANSWER when a field is missing that every issue has */
export function remoteTicket(jira: Jira, { id, key, fields }: Issue): RemoteTicket {
  const { summary, status, project, updated } = fields;
  if (!status || !project || !updated)
    throw new AppError('LK-ANSWER', `Jira told of ${key} without its status`);
  const { sprintField } = jira.settings;
  return {
    id,
    key,
    url: urlOf(jira, key),
    place: project.key,
    title: summary ?? '',
    state: stateOf(status.statusCategory.key),
    status: status.name,
    assignee: personOf(fields.assignee),
    dueOn: fields.duedate ?? null,
    priority: fields.priority?.name ?? null,
    labels: fields.labels ?? [],
    sprint: sprintField ? sprintOf(fields[sprintField]) : null,
    updatedAt: new Date(updated).toISOString(),
  };
}

/** The active sprint, else the last: objects, or texts `…[id=5,state=ACTIVE,name=Sprint 5,…]` in older versions. */
function sprintOf(value: unknown): string | null {
  if (!Array.isArray(value)) return null;
  const sprints = value.flatMap((one): { name: string; active: boolean }[] => {
    if (typeof one === 'string') {
      const name = /[[,]name=([^,\]]*)/.exec(one)?.[1];
      return name ? [{ name, active: /[[,]state=ACTIVE/.test(one) }] : [];
    }
    const { name, state } = (one ?? {}) as { name?: unknown; state?: unknown };
    return typeof name === 'string' ? [{ name, active: state === 'active' }] : [];
  });
  return (sprints.find(({ active }) => active) ?? sprints.at(-1))?.name ?? null;
}
