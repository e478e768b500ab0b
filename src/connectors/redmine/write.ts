import { AppError } from '../../kernel/errors.ts';
import type { NewTicket, RemoteTicket, TicketEdit } from '../connector.ts';
import { forget, prioritiesOf, projectOf, statusesOf } from './known.ts';
import { readIssue } from './read.ts';
import type { Redmine } from './redmine.ts';
import { splitReference, withReference } from './reference.ts';
import { createRefusal, projectTrouble, refusal } from './refusal.ts';
import { remoteTicket, stateOf, statusOf } from './remote.ts';
import { renderText } from './render.ts';
import { placesOf } from './settings.ts';
import { type Issue, oneIssueShape } from './shapes.ts';

/** Redmine's own names, where nothing else is stated. */
const PRIORITY_NAMES = { P0: 'Immediate', P1: 'Urgent', P2: 'High', P3: 'Normal', P4: 'Low' } as const;
/** Longer subjects are refused. */
const MAX_SUBJECT = 255;

/** As `Tickets.create`. */
export async function createIssue(redmine: Redmine, ticket: NewTicket): Promise<RemoteTicket> {
  const { place, marker, dueOn } = ticket;
  const { formatting, referenceField } = redmine.settings;
  const trackerId = await trackerOf(redmine, place);
  const priorityId = await priorityOf(redmine, ticket.priority);
  const today = redmine.api.now().toISOString().slice(0, 10);
  const issue = {
    project_id: place,
    ...(trackerId && { tracker_id: trackerId }),
    ...(priorityId && { priority_id: priorityId }),
    subject: subjectOf(ticket.title),
    description: withReference(renderText(ticket.body, formatting), marker, formatting),
    // Redmine begins a ticket today, and refuses a due date before its beginning: some are overdue when they come.
    ...(dueOn && { due_date: dueOn, start_date: [dueOn, today].sort()[0] }),
    ...(referenceField && { custom_fields: [{ id: referenceField, value: marker }] }),
  };
  const answer = await redmine.send('POST', '/issues.json', { issue });
  if (answer.status !== 201) throw await createRefusal(redmine, place, answer);
  return remoteTicket(redmine, redmine.read('the new ticket', answer, oneIssueShape).issue, place);
}

/** As `Tickets.update`. It is read first: what Redmine takes depends on what it has. */
export async function updateIssue(redmine: Redmine, id: string, edit: TicketEdit): Promise<'done' | 'gone'> {
  const before = await readIssue(redmine, id, edit.state ? 'allowed_statuses' : '');
  if (before === 'gone') return 'gone';
  const fields = await fieldsOf(redmine, before, edit);
  if (Object.keys(fields).length === 0) return 'done';
  const answer = await redmine.send('PUT', `/issues/${before.id}.json`, { issue: fields });
  if (answer.status === 404) return 'gone';
  if (answer.status !== 204 && answer.status !== 200) throw refusal(`the change of #${id}`, answer);
  if (edit.state && 'status_id' in fields && !before.allowed_statuses)
    return checkState(redmine, id, edit.state);
  return 'done';
}

async function fieldsOf(redmine: Redmine, before: Issue, edit: TicketEdit): Promise<Record<string, unknown>> {
  const { formatting } = redmine.settings;
  const fields: Record<string, unknown> = {};
  if (edit.title !== undefined) fields['subject'] = subjectOf(edit.title);
  if (edit.body !== undefined) {
    const { marker } = splitReference(before.description ?? '');
    const text = renderText(edit.body, formatting);
    fields['description'] = marker ? withReference(text, marker, formatting) : text;
  }
  const priorityId = edit.priority && (await priorityOf(redmine, edit.priority));
  if (priorityId) fields['priority_id'] = priorityId;
  if (edit.dueOn !== undefined) {
    fields['due_date'] = edit.dueOn ?? '';
    if (edit.dueOn && before.start_date && before.start_date > edit.dueOn) fields['start_date'] = edit.dueOn;
  }
  const statusId = edit.state && (await newStatus(redmine, before, edit.state));
  if (statusId) fields['status_id'] = statusId;
  return fields;
}

/**
 * The status to set; null when it is in that state already. Redmine ignores without a word what its workflow does not
 * allow, so it is asked before.
 * @throws AppError LK-REFUSED when the workflow lets us set none
 */
async function newStatus(
  redmine: Redmine,
  issue: Issue,
  wanted: RemoteTicket['state'],
): Promise<number | null> {
  const all = await statusesOf(redmine);
  const { statuses } = redmine.settings;
  const now = statusOf(issue, all);
  if (stateOf(now, all, statuses.open) === wanted) return null;
  const allowed = issue.allowed_statuses?.map(({ id }) => id);
  const fitting = all.filter(
    (one) => stateOf(one, all, statuses.open) === wanted && (!allowed || allowed.includes(one.id)),
  );
  const stated = { open: statuses.open, 'in-progress': statuses.inProgress, done: statuses.done }[wanted];
  // What was closed is open again in whatever open status the workflow allows.
  const open = all.filter(({ id, isClosed }) => !isClosed && (!allowed || allowed.includes(id)));
  const chosen =
    fitting.find(({ name }) => name === stated) ??
    fitting[0] ??
    (wanted === 'open' && now.isClosed ? open[0] : null);
  if (chosen) return chosen.id;
  throw new AppError(
    'LK-REFUSED',
    `the workflow does not let our account set #${issue.id} from “${now.name}” to a status that is ${wanted}`,
  );
}

/** For servers that do not tell which statuses are allowed (before 5.0). */
async function checkState(
  redmine: Redmine,
  id: string,
  wanted: RemoteTicket['state'],
): Promise<'done' | 'gone'> {
  const after = await readIssue(redmine, id, '');
  if (after === 'gone') return 'gone';
  const all = await statusesOf(redmine);
  const status = statusOf(after, all);
  if (status.isClosed === (wanted === 'done')) return 'done';
  throw new AppError('LK-REFUSED', `the workflow keeps #${id} in “${status.name}”: it was to be ${wanted}`);
}

/** @throws AppError LK-REFUSED when the project has no such tracker: Redmine would silently take another */
async function trackerOf(redmine: Redmine, place: string): Promise<number | undefined> {
  const name = placesOf(redmine.settings).find(({ project }) => project === place)?.tracker;
  if (name === undefined) return undefined;
  const project = await projectOf(redmine, place);
  if (!project)
    throw (
      (await projectTrouble(redmine, place)) ??
      new AppError('LK-NETWORK', `the project ${place} was not to be seen for a moment`)
    );
  const found = project.trackers.find((one) => one.name === name);
  if (found) return found.id;
  forget(redmine);
  const others = project.trackers.map((one) => one.name).join(', ') || 'none';
  throw new AppError('LK-REFUSED', `the project ${place} has no tracker “${name}”; it has: ${others}`);
}

async function priorityOf(redmine: Redmine, priority: NewTicket['priority']): Promise<number | undefined> {
  const name = redmine.settings.priorities[priority] ?? PRIORITY_NAMES[priority];
  return (await prioritiesOf(redmine)).find((one) => one.name === name)?.id;
}

const subjectOf = (title: string): string =>
  title.length > MAX_SUBJECT ? `${title.slice(0, MAX_SUBJECT - 1).trimEnd()}…` : title;
