import { AppError } from '../../../kernel/errors.ts';
import type { RemoteComment, RemotePerson, RemoteTicket } from '../../connector.ts';
import { priorityIn, stateIn } from '../../kit/issue-labels.ts';
import { markerIn } from '../../kit/issue-marker.ts';
import { plainComment } from '../../kit/issue-text.ts';
import type { TicketPlaces } from '../../kit/ticket-places.ts';
import { shownLink } from '../../kit/web-address.ts';
import type { Comment, Issue } from './shapes.ts';

/** Its repository by number, and its own number there: a rename changes neither; who is moved leaves a redirect. */
export interface IssueId {
  repository: number;
  number: number;
}

export const printId = ({ repository, number }: IssueId): string => `${repository}#${number}`;

/** @throws AppError LK-VALIDATION */
export function parseId(text: string): IssueId {
  const [, repository, number] = /^(\d{1,15})#(\d{1,12})$/.exec(text) ?? [];
  if (!repository)
    throw new AppError('LK-VALIDATION', `${text.slice(0, 50)} is not the id of an issue of GitHub`);
  return { repository: Number(repository), number: Number(number) };
}

/** The repository's name of today. @throws AppError LK-ANSWER */
export function placeIn({ repository_url }: Issue): string {
  const found = /\/repos\/([\w.-]+\/[\w.-]+)$/.exec(repository_url)?.[1];
  if (!found) throw new AppError('LK-ANSWER', 'GitHub names the repository of an issue strangely');
  return found;
}

export const labelsIn = ({ labels }: Issue): string[] =>
  labels.flatMap((one) => (typeof one === 'string' ? one : (one.name ?? [])));

export function remoteTicket(rules: TicketPlaces, issue: Issue, repository: number): RemoteTicket {
  const place = placeIn(issue);
  const labels = labelsIn(issue);
  return {
    id: printId({ repository, number: issue.number }),
    key: `${place}#${issue.number}`,
    url: shownLink(issue.html_url) ?? '',
    place,
    title: issue.title,
    state: stateIn(rules, issue.state === 'open', labels),
    status: statusIn(issue),
    assignee: issue.assignee ? personOf(issue.assignee) : null,
    // GitHub has no field for it: it stands in the text, and beside our marker.
    dueOn: markerIn(issue.body)?.dueOn ?? null,
    priority: priorityIn(rules, labels),
    labels,
    sprint: issue.milestone?.title ?? null,
    updatedAt: new Date(issue.updated_at).toISOString(),
  };
}

/** `completed` is the usual end and `reopened` only says how it came to be open. */
function statusIn({ state, state_reason: reason }: Issue): string {
  const isTold = reason && reason !== 'completed' && reason !== 'reopened';
  return isTold ? `${state} (${reason.replaceAll('_', ' ')})` : state;
}

const personOf = ({ id, login }: { id: number; login: string }): RemotePerson => ({
  id: String(id),
  name: login,
  email: null,
});

/** Whom GitHub shows in the place of a person who is gone. */
const GHOST: RemotePerson = { id: '10137', name: 'ghost', email: null };

export const remoteComment = ({ id, body, user, created_at }: Comment): RemoteComment => ({
  id: String(id),
  author: user ? personOf(user) : GHOST,
  text: plainComment(body ?? ''),
  at: new Date(created_at).toISOString(),
  marker: markerIn(body)?.marker ?? null,
});
