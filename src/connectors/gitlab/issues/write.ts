import type { NewTicket, RemoteTicket, TicketEdit } from '../../connector.ts';
import { read } from '../../kit/api.ts';
import { labelChange, labelsAfter, labelsOfNew } from '../../kit/issue-labels.ts';
import { markerIn, withMarker } from '../../kit/issue-marker.ts';
import type { Gitlab } from '../gitlab.ts';
import { findIssue } from './read.ts';
import { refused } from './refused.ts';
import { idOf, pathOf, remoteTicket } from './remote-ticket.ts';
import { rulesOf } from './rules.ts';
import { type Issue, issueShape } from './shapes.ts';
import { bodyText, titleText } from './text.ts';

/** gitlab.com takes 200 new issues a minute ("Rate limits on GitLab.com"). */
const ISSUES_PER_SECOND = 200 / 60;

/** As `Tickets.create`; labels that the project does not have are made by GitLab. */
export async function create(gitlab: Gitlab, ticket: NewTicket): Promise<RemoteTicket> {
  const rules = rulesOf(gitlab);
  const { place, title, body, marker, dueOn } = ticket;
  const response = await gitlab.ask(`/projects/${encodeURIComponent(place)}/issues`, {
    method: 'POST',
    body: JSON.stringify({
      title: titleText(title),
      description: withMarker(bodyText(body), { marker }),
      labels: labelsOfNew(rules, ticket).join(','),
      confidential: rules.confidential,
      ...(dueOn !== null && { due_date: dueOn }),
    }),
    perSecond: gitlab.api.perSecond && ISSUES_PER_SECOND,
  });
  if (response.status !== 201) throw refused(place, response);
  return remoteTicket(rules, read(gitlab.api, `the new issue in ${place}`, response, issueShape));
}

/** As `Tickets.update`: it is read before, to keep our marker and to write where it was moved to. */
export async function update(gitlab: Gitlab, id: string, edit: TicketEdit): Promise<'done' | 'gone'> {
  const issue = await findIssue(gitlab, id);
  if (issue === 'gone') return 'gone';
  const changes = changesTo(gitlab, issue, edit);
  if (Object.keys(changes).length === 0) return 'done';
  const response = await gitlab.ask(pathOf(idOf(issue)), { method: 'PUT', body: JSON.stringify(changes) });
  if (response.status === 404) return 'gone';
  if (response.status !== 200) throw refused(`issue ${id}`, response);
  return 'done';
}

function changesTo(gitlab: Gitlab, issue: Issue, edit: TicketEdit): Record<string, string> {
  const { title, body, dueOn, state } = edit;
  const next = labelsAfter(rulesOf(gitlab), issue.labels, edit);
  const labels = next && labelChange(issue.labels, next);
  const event = state === undefined ? null : eventFor(issue, state === 'done');
  return {
    ...(title !== undefined && { title: titleText(title) }),
    ...(body !== undefined && { description: descriptionOf(issue, body) }),
    // An empty text takes the date away.
    ...(dueOn !== undefined && { due_date: dueOn ?? '' }),
    ...(labels && labels.add.length > 0 && { add_labels: labels.add.join(',') }),
    ...(labels && labels.remove.length > 0 && { remove_labels: labels.remove.join(',') }),
    ...(event && { state_event: event }),
  };
}

/** Null when it is so already. */
function eventFor({ state }: Issue, isDone: boolean): 'close' | 'reopen' | null {
  if (isDone === (state === 'closed')) return null;
  return isDone ? 'close' : 'reopen';
}

function descriptionOf({ description }: Issue, body: string): string {
  const known = markerIn(description);
  return known ? withMarker(bodyText(body), { marker: known.marker }) : bodyText(body);
}
