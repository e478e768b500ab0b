import type { RemoteTicket } from '../../connector.ts';
import { read } from '../../kit/api.ts';
import { changedSince } from '../../kit/changed-since.ts';
import { OUR_LABEL } from '../../kit/issue-labels.ts';
import { madeAt, markerIn } from '../../kit/issue-marker.ts';
import type { Github } from '../access.ts';
import { findIssue } from './ask-issue.ts';
import { homeOf, writerOf } from './homes.ts';
import { notVisible, refused } from './refused.ts';
import { remoteTicket } from './remote-ticket.ts';
import { rulesOf } from './rules.ts';
import { type Home, type Issue, issuesShape } from './shapes.ts';

const PAGE = 100;
/** Clocks differ: an issue may seem to be a little older than the ticket that it stands for. */
const CLOCKS_MS = 86_400_000;
/** For a marker that does not tell its time: ten thousand issues of ours. */
const MAX_PAGES = 100;

export async function readTicket(github: Github, id: string): Promise<RemoteTicket | 'gone'> {
  const found = await findIssue(github, id);
  return found === 'gone' ? 'gone' : remoteTicket(rulesOf(github), found.issue, found.at.repository);
}

/**
 * As `Tickets.find`: in the list, newest first, which knows what was created a moment ago; GitHub's search does not.
 * Where our label could not be set, the marker alone tells: the newest issues are looked at without it, too.
 */
export async function readMarked(
  github: Github,
  place: string,
  marker: string,
): Promise<RemoteTicket | null> {
  const home = await homeOf(github, place);
  const oldest = (madeAt(marker)?.getTime() ?? 0) - CLOCKS_MS;
  const order = `state=all&sort=created&direction=desc&per_page=${PAGE}`;
  for (let page = 1; page <= MAX_PAGES; page++) {
    const issues = await list(github, home, `${order}&labels=${OUR_LABEL}&page=${page}`);
    const found = marked(issues, marker);
    if (found) return remoteTicket(rulesOf(github), found, home.id);
    const last = issues.at(-1);
    if (!last || issues.length < PAGE || Date.parse(last.created_at) < oldest) break;
  }
  const found = marked(await list(github, home, `${order}&page=1`), marker);
  return found ? remoteTicket(rulesOf(github), found, home.id) : null;
}

const marked = (issues: readonly Issue[], marker: string): Issue | undefined =>
  issues.find(({ body }) => markerIn(body)?.marker === marker);

export async function* readChanged(github: Github, place: string, since: Date): AsyncGenerator<RemoteTicket> {
  const home = await homeOf(github, place);
  const order = `state=all&labels=${OUR_LABEL}&sort=updated&direction=asc&per_page=${PAGE}`;
  const changes = changedSince(
    since,
    (from, page) => list(github, home, `${order}&since=${from.slice(0, 19)}Z&page=${page}`),
    PAGE,
    ({ number, updated_at }) => ({ name: String(number), updatedAt: updated_at }),
  );
  for await (const issue of changes)
    if (!issue.pull_request) yield remoteTicket(rulesOf(github), issue, home.id);
}

async function list(github: Github, { full_name: place }: Home, query: string): Promise<Issue[]> {
  const response = await github.ask(await writerOf(github, place), `/repos/${place}/issues?${query}`);
  if (response.status === 404) throw notVisible(place);
  if (response.status !== 200) throw refused(place, response);
  return read(github.api, `the issues of ${place}`, response, issuesShape);
}
