import type { RemoteTicket } from '../../connector.ts';
import { read } from '../../kit/api.ts';
import { changedSince } from '../../kit/changed-since.ts';
import { OUR_LABEL } from '../../kit/issue-labels.ts';
import { madeAt, markerIn } from '../../kit/issue-marker.ts';
import type { Gitlab } from '../gitlab.ts';
import { refused } from './refused.ts';
import { idOf, parseId, pathOf, remoteTicket } from './remote-ticket.ts';
import { rulesOf } from './rules.ts';
import { type Issue, issueShape, issuesShape, movedShape } from './shapes.ts';

const PAGE = 100;
/** Clocks differ: an issue may seem to be a little older than the ticket that it stands for. */
const CLOCKS_MS = 86_400_000;
/** For a marker that does not tell its time: ten thousand issues of ours. */
const MAX_PAGES = 100;
/** From project to project to project. */
const MAX_MOVES = 10;

export async function readTicket(gitlab: Gitlab, id: string): Promise<RemoteTicket | 'gone'> {
  const issue = await findIssue(gitlab, id);
  return issue === 'gone' ? 'gone' : remoteTicket(rulesOf(gitlab), issue);
}

/** The issue where it is now: one that was moved stays behind, closed, and names its successor. */
export async function findIssue(gitlab: Gitlab, id: string): Promise<Issue | 'gone'> {
  let at = parseId(id);
  for (let moves = 0; moves <= MAX_MOVES; moves++) {
    const response = await gitlab.ask(pathOf(at));
    if (response.status === 404) return 'gone';
    if (response.status !== 200) throw refused(`issue ${id}`, response);
    const issue = read(gitlab.api, `issue ${id}`, response, issueShape);
    if (!issue.moved_to_id) return issue;
    const next = await successorOf(gitlab, issue.moved_to_id);
    if (!next) return 'gone';
    at = next;
  }
  return 'gone';
}

/** REST gives an issue by its own number to administrators only; GraphQL to whoever may see it. */
async function successorOf(gitlab: Gitlab, id: number) {
  const response = await gitlab.graphql('query($id: IssueID!) { issue(id: $id) { iid projectId } }', {
    id: `gid://gitlab/Issue/${id}`,
  });
  const { issue } = read(gitlab.api, 'where an issue was moved to', response, movedShape).data;
  return issue ? { project: issue.projectId, iid: Number(issue.iid) } : null;
}

/** As `Tickets.find`: in the list, newest first, which knows what was created a moment ago; a search index may not. */
export async function readMarked(
  gitlab: Gitlab,
  place: string,
  marker: string,
): Promise<RemoteTicket | null> {
  const oldest = (madeAt(marker)?.getTime() ?? 0) - CLOCKS_MS;
  const order = `scope=all&state=all&order_by=created_at&sort=desc&per_page=${PAGE}`;
  for (let page = 1; page <= MAX_PAGES; page++) {
    const issues = await list(gitlab, place, `${order}&labels=${OUR_LABEL}&page=${page}`);
    const found = issues.find(({ description }) => markerIn(description)?.marker === marker);
    if (found) return readMoved(gitlab, found);
    const last = issues.at(-1);
    if (!last || issues.length < PAGE || Date.parse(last.created_at) < oldest) break;
  }
  return null;
}

async function readMoved(gitlab: Gitlab, issue: Issue): Promise<RemoteTicket | null> {
  if (!issue.moved_to_id) return remoteTicket(rulesOf(gitlab), issue);
  const { project, iid } = idOf(issue);
  const moved = await readTicket(gitlab, `${project}#${iid}`);
  return moved === 'gone' ? null : moved;
}

export async function* readChanged(gitlab: Gitlab, place: string, since: Date): AsyncGenerator<RemoteTicket> {
  const order = `scope=all&state=all&labels=${OUR_LABEL}&order_by=updated_at&sort=asc&per_page=${PAGE}`;
  const changes = changedSince(
    since,
    (from, page) => list(gitlab, place, `${order}&updated_after=${from}&page=${page}`),
    PAGE,
    ({ iid, updated_at }) => ({ name: String(iid), updatedAt: updated_at }),
  );
  for await (const issue of changes) {
    // Moved away: told as what it is now.
    const ticket = await readMoved(gitlab, issue);
    if (ticket) yield ticket;
  }
}

async function list(gitlab: Gitlab, place: string, query: string): Promise<Issue[]> {
  const response = await gitlab.ask(`/projects/${encodeURIComponent(place)}/issues?${query}`);
  if (response.status !== 200) throw refused(place, response);
  return read(gitlab.api, `the issues of ${place}`, response, issuesShape);
}
