import { AppError } from '../../kernel/errors.ts';
import type { RemoteComment, RemoteTicket } from '../connector.ts';
import type { Redmine } from './redmine.ts';
import { splitReference } from './reference.ts';
import { refusal } from './refusal.ts';
import { remoteTicket } from './remote.ts';
import { type Issue, issuesShape, oneIssueShape } from './shapes.ts';

/** The most that a page may have. */
const PAGE = 100;
/** Of answers that ought to hold one ticket: where a server ignores the filter, these many are looked through. */
const FIND_PAGES = 5;
/** Of one reconciliation: the next one goes on behind them. */
const CHANGED_PAGES = 100;
const MAX_COMMENTS = 500;

/** @param include `journals`, `allowed_statuses`, or nothing */
export async function readIssue(
  redmine: Redmine,
  id: string,
  include: 'journals' | 'allowed_statuses' | '',
): Promise<Issue | 'gone'> {
  if (!/^[1-9]\d{0,17}$/.test(id)) throw new AppError('LK-VALIDATION', 'this is no number of a ticket');
  const answer = await redmine.get(`/issues/${id}.json${include && `?include=${include}`}`);
  if (answer.status === 404) return 'gone';
  // Not "gone": it may be archived for a while, and would be filed a second time.
  if (answer.status === 403)
    throw new AppError(
      'LK-REFUSED',
      `#${id} is not to be seen: its project is archived, or our account has no right to it`,
    );
  return redmine.read(`#${id}`, answer, oneIssueShape).issue;
}

/** As `Tickets.read`. */
export async function readTicket(redmine: Redmine, id: string): Promise<RemoteTicket | 'gone'> {
  const issue = await readIssue(redmine, id, '');
  return issue === 'gone' ? 'gone' : remoteTicket(redmine, issue);
}

/**
 * As `Tickets.find`: ours only, since copying a ticket copies its text; in whatever project it is by now. Redmine asks
 * its database, so that what was created a moment ago is found.
 */
export async function findTicket(redmine: Redmine, marker: string): Promise<RemoteTicket | null> {
  const { referenceField } = redmine.settings;
  const filters = [`description=${encodeURIComponent(`~${marker}`)}`];
  if (referenceField) filters.push(`cf_${referenceField}=${encodeURIComponent(marker)}`);
  for (const filter of filters) {
    const found = await firstWith(redmine, filter, marker);
    if (found) return remoteTicket(redmine, found);
  }
  return null;
}

async function firstWith(redmine: Redmine, filter: string, marker: string): Promise<Issue | null> {
  let first: Issue | null = null;
  for (let page = 0; page < FIND_PAGES; page++) {
    const path = `/issues.json?author_id=me&status_id=*&${filter}&sort=id:desc&limit=${PAGE}&offset=${page * PAGE}`;
    const issues = await listed(redmine, path, 'our tickets');
    // A filter that this server does not know is ignored by it.
    first = issues.findLast((issue) => carries(issue, marker, redmine.settings.referenceField)) ?? first;
    if (issues.length < PAGE) break;
  }
  return first;
}

const carries = (issue: Issue, marker: string, field: number | undefined): boolean =>
  splitReference(issue.description ?? '').marker === marker ||
  issue.custom_fields?.some(({ id, value }) => id === field && value === marker) === true;

async function listed(redmine: Redmine, path: string, what: string): Promise<Issue[]> {
  const answer = await redmine.get(path);
  if (answer.status === 403 || answer.status === 404 || answer.status === 422) throw refusal(what, answer);
  return redmine.read(what, answer, issuesShape).issues;
}

/**
 * As `Tickets.changed`. A ticket that changes while it is read moves to the end: each page begins at the time at which
 * the one before ended, by which nothing is passed over.
 */
export async function* changedTickets(
  redmine: Redmine,
  place: string,
  since: Date,
): AsyncIterable<RemoteTicket> {
  const told = new Map<number, string>();
  const begin = `${since.toISOString().slice(0, 19)}Z`;
  let from = begin;
  let offset = 0;
  for (let page = 0; page < CHANGED_PAGES; page++) {
    const query = new URLSearchParams({
      project_id: place,
      subproject_id: '!*',
      author_id: 'me',
      status_id: '*',
      updated_on: `>=${from}`,
      sort: 'updated_on:asc,id:asc',
      limit: String(PAGE),
      offset: String(offset),
    });
    const issues = await listed(redmine, `/issues.json?${query}`, `the list of ${place}`);
    for (const issue of issues) {
      // Redmine takes a second more, for what its database keeps of a second.
      if (issue.updated_on < begin || told.get(issue.id) === issue.updated_on) continue;
      told.set(issue.id, issue.updated_on);
      yield await remoteTicket(redmine, issue, place);
    }
    const last = issues.at(-1)?.updated_on;
    if (issues.length < PAGE || !last) return;
    offset = last > from ? 0 : offset + PAGE;
    from = last;
  }
}

/** As `Tickets.comments`. Private notes stay in Redmine. */
export async function readComments(redmine: Redmine, id: string): Promise<RemoteComment[]> {
  const issue = await readIssue(redmine, id, 'journals');
  return issue === 'gone' ? [] : commentsOf(issue).slice(-MAX_COMMENTS);
}

export const commentsOf = ({ journals, author }: Issue): RemoteComment[] =>
  (journals ?? []).flatMap(({ id, user, notes, private_notes: isPrivate, created_on: at }) => {
    if (!notes?.trim() || isPrivate) return [];
    // Whoever quotes us does not become us.
    const isOurs = user?.id === author?.id;
    const { text, marker } = splitReference(notes);
    return {
      id: String(id),
      author: { id: String(user?.id ?? 0), name: user?.name ?? 'Anonymous', email: null },
      text: isOurs ? text : notes.replaceAll('\r\n', '\n'),
      at: new Date(at).toISOString(),
      marker: isOurs ? marker : null,
    };
  });
