import type { RemoteComment } from '../../connector.ts';
import { read } from '../../kit/api.ts';
import { withMarker } from '../../kit/issue-marker.ts';
import { nextPath } from '../../kit/next-link.ts';
import type { Gitlab } from '../gitlab.ts';
import { findIssue } from './read.ts';
import { refused } from './refused.ts';
import { idOf, pathOf, remoteComment } from './remote-ticket.ts';
import { type Note, noteShape, notesShape } from './shapes.ts';
import { bodyText } from './text.ts';

const NEWEST = 500;
/** GitLab's own words stand among them: 100 a page. */
const MAX_PAGES = 20;
/** gitlab.com takes 60 comments a minute ("Rate limits on GitLab.com"). */
const NOTES_PER_SECOND = 1;

/** As `Tickets.comment`; on an issue that was moved it is written where it is now. */
export async function comment(
  gitlab: Gitlab,
  id: string,
  { marker, body }: { marker: string; body: string },
): Promise<{ id: string } | 'gone'> {
  const issue = await findIssue(gitlab, id);
  if (issue === 'gone') return 'gone';
  const response = await gitlab.ask(`${pathOf(idOf(issue))}/notes`, {
    method: 'POST',
    body: JSON.stringify({ body: withMarker(bodyText(body), { marker }) }),
    perSecond: gitlab.api.perSecond && NOTES_PER_SECOND,
  });
  if (response.status === 404) return 'gone';
  if (response.status !== 201) throw refused(`issue ${id}`, response);
  return { id: String(read(gitlab.api, `the comment on ${id}`, response, noteShape).id) };
}

/** As `Tickets.comments`; none of an issue that is gone. */
export async function comments(gitlab: Gitlab, id: string): Promise<RemoteComment[]> {
  const issue = await findIssue(gitlab, id);
  if (issue === 'gone') return [];
  const found: Note[] = [];
  let path: string | null = `${pathOf(idOf(issue))}/notes?order_by=created_at&sort=desc&per_page=100`;
  for (let page = 0; path !== null && page < MAX_PAGES && found.length < NEWEST; page++) {
    const response = await gitlab.ask(path);
    if (response.status === 404) return [];
    if (response.status !== 200) throw refused(`issue ${id}`, response);
    const notes = read(gitlab.api, `the comments of ${id}`, response, notesShape);
    found.push(...notes.filter(({ system }) => !system));
    path = nextPath('GitLab', gitlab.api.base, path, response.headers.get('link'));
  }
  return found.slice(0, NEWEST).reverse().map(remoteComment);
}
