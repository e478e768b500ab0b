import type { RemoteComment } from '../../connector.ts';
import { read } from '../../kit/api.ts';
import { withMarker } from '../../kit/issue-marker.ts';
import { nextPath } from '../../kit/next-link.ts';
import type { Github } from '../access.ts';
import { askOf, findIssue, pathOf } from './ask-issue.ts';
import { creationPace } from './pace.ts';
import { isGone, refused } from './refused.ts';
import { type IssueId, parseId, remoteComment } from './remote-ticket.ts';
import { type Comment, commentShape, commentsShape } from './shapes.ts';
import { bodyText } from './text.ts';

const NEWEST = 500;
/** 100 a page; GitHub lists the oldest first. */
const MAX_PAGES = 100;

/** As `Tickets.comment`. */
export async function comment(
  github: Github,
  id: string,
  { marker, body }: { marker: string; body: string },
): Promise<{ id: string } | 'gone'> {
  const text = JSON.stringify({ body: withMarker(bodyText(body), { marker }) });
  const first = await send(github, parseId(id), text);
  if (first !== 'moved') return first;
  // A redirect that makes a question of what was to be written: it is written where the issue is now.
  const found = await findIssue(github, id);
  if (found === 'gone') return 'gone';
  const second = await send(github, found.at, text);
  return second === 'moved' ? 'gone' : second;
}

async function send(github: Github, at: IssueId, body: string): Promise<{ id: string } | 'gone' | 'moved'> {
  const { response } = await askOf(github, at, `${pathOf(at)}/comments`, {
    method: 'POST',
    body,
    perSecond: creationPace(github.api),
  });
  if (response.status === 200) return 'moved';
  if (isGone(response)) return 'gone';
  const what = `issue ${at.repository}#${at.number}`;
  if (response.status !== 201) throw refused(what, response);
  return { id: String(read(github.api, `the comment on ${what}`, response, commentShape).id) };
}

/** As `Tickets.comments`; none of an issue that is gone. */
export async function comments(github: Github, id: string): Promise<RemoteComment[]> {
  const at = parseId(id);
  let kept: Comment[] = [];
  let path: string | null = `${pathOf(at)}/comments?per_page=100`;
  for (let page = 0; path !== null && page < MAX_PAGES; page++) {
    const { response } = await askOf(github, at, path);
    if (isGone(response)) return [];
    if (response.status !== 200) throw refused(`issue ${id}`, response);
    kept = [...kept, ...read(github.api, `the comments of ${id}`, response, commentsShape)].slice(-NEWEST);
    path = nextPath('GitHub', github.api.base, path, response.headers.get('link'));
  }
  return kept.map(remoteComment);
}
