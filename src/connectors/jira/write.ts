import type { NewTicket, RemoteTicket, TicketEdit, TicketText } from '../connector.ts';
import { answered, type Jira, outcomeOf } from './jira.ts';
import { urlOf } from './remote.ts';
import { formOf } from './settings.ts';
import { createdShape } from './shapes.ts';
import { jiraText, PROPERTY } from './text.ts';
import { moveTo } from './transitions.ts';

/** On every ticket of ours: people filter by it. */
export const OUR_LABEL = 'lanekeeper';
/** Jira's limit of a summary. */
const MAX_SUMMARY = 255;

/** Jira parts labels by spaces. */
const labelled = (names: readonly string[]): string[] => [
  ...new Set(names.map((name) => name.trim().replace(/\s+/g, '-').slice(0, 255)).filter(Boolean)),
];

/** The fields of a text that this connection keeps in Jira. */
function fieldsOf(
  { settings }: Jira,
  { title, priority, dueOn }: Partial<TicketText>,
): Record<string, unknown> {
  const name = priority && settings.priorities[priority];
  return {
    ...(title !== undefined && { summary: summaryOf(title) }),
    ...(name !== undefined && { priority: { name } }),
    ...(dueOn !== undefined && settings.dueDate && { duedate: dueOn }),
  };
}

const summaryOf = (title: string): string => {
  const line = title.replace(/\s+/g, ' ').trim();
  return line.length > MAX_SUMMARY ? `${line.slice(0, MAX_SUMMARY - 1).toWellFormed()}…` : line;
};

/** One request: the ticket, its marker as a property, and its label. */
export async function create(jira: Jira, ticket: NewTicket): Promise<RemoteTicket> {
  const { project, issueType, labels, components, fields } = formOf(jira.settings, ticket.place);
  const allLabels = labelled([OUR_LABEL, ...labels, ...ticket.labels]);
  const own = fieldsOf(jira, ticket);
  const response = await jira.ask('/issue', {
    method: 'POST',
    json: {
      fields: {
        ...fields,
        project: { key: project },
        issuetype: { name: issueType },
        labels: allLabels,
        ...(components.length > 0 && { components: components.map((name) => ({ name })) }),
        description: jiraText(jira, ticket.body, ticket.marker),
        ...own,
      },
      properties: [{ key: PROPERTY, value: { marker: ticket.marker } }],
    },
  });
  const { id, key } = answered(jira, `a ticket of type ${issueType} in ${project}`, response, createdShape);
  // Jira answers with id and key alone; the rest is what we sent, or is read when something changes.
  return {
    id,
    key,
    url: urlOf(jira, key),
    place: project,
    title: summaryOf(ticket.title),
    state: 'open',
    status: '',
    assignee: null,
    dueOn: jira.settings.dueDate ? ticket.dueOn : null,
    priority: jira.settings.priorities[ticket.priority] ?? null,
    labels: allLabels,
    sprint: null,
    updatedAt: jira.now().toISOString(),
  };
}

/** Labels are added and none is taken: which of them people set, nobody knows. */
export async function update(
  jira: Jira,
  id: string,
  { state, body, labels, ...text }: TicketEdit,
  marker: () => Promise<string | null>,
): Promise<'done' | 'gone'> {
  const fields = {
    ...fieldsOf(jira, text),
    ...(body !== undefined && { description: jiraText(jira, body, jira.cloud ? null : await marker()) }),
  };
  const added = labelled(labels ?? []);
  if (Object.keys(fields).length > 0 || added.length > 0) {
    const json = {
      fields,
      ...(added.length > 0 && { update: { labels: added.map((add) => ({ add })) } }),
    };
    const response = await jira.ask(`/issue/${encodeURIComponent(id)}`, { method: 'PUT', json });
    if (outcomeOf(response, 'the change') === 'gone') return 'gone';
  }
  return state === undefined ? 'done' : await moveTo(jira, id, state);
}
