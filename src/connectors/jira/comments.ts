import type { RemoteComment } from '../connector.ts';
import { answered, type Jira } from './jira.ts';
import { personOf } from './remote.ts';
import { commentShape, commentsShape } from './shapes.ts';
import { jiraText, markerIn, PROPERTY, plainText } from './text.ts';

const PAGE = 100;
const MOST = 500;

export async function comment(
  jira: Jira,
  id: string,
  { marker, body }: { marker: string; body: string },
): Promise<{ id: string } | 'gone'> {
  const text = jiraText(jira, body, marker);
  const json = jira.cloud
    ? { body: text, properties: [{ key: PROPERTY, value: { marker } }] }
    : { body: text };
  const response = await jira.ask(`/issue/${encodeURIComponent(id)}/comment`, { method: 'POST', json });
  if (response.status === 404) return 'gone';
  return { id: answered(jira, 'the comment', response, commentShape).id };
}

/** Asked from the newest, so that of many the oldest are left out. */
export async function comments(jira: Jira, id: string): Promise<RemoteComment[]> {
  const found: RemoteComment[] = [];
  const expand = jira.cloud ? '&expand=properties' : '';
  for (let startAt = 0; startAt < MOST; startAt += PAGE) {
    const query = `?orderBy=-created&startAt=${startAt}&maxResults=${PAGE}${expand}`;
    const response = await jira.ask(`/issue/${encodeURIComponent(id)}/comment${query}`);
    if (response.status === 404) return [];
    const page = answered(jira, 'the comments', response, commentsShape);
    for (const { id: commentId, author, body, created, properties } of page.comments) {
      const ours = properties?.find(({ key }) => key === PROPERTY)?.value as { marker?: unknown } | undefined;
      found.push({
        id: commentId,
        author: personOf(author) ?? { id: '', name: 'somebody', email: null },
        text: plainText(body),
        at: new Date(created).toISOString(),
        marker: typeof ours?.marker === 'string' ? ours.marker : markerIn(body),
      });
    }
    if (page.comments.length < PAGE || startAt + PAGE >= page.total) break;
  }
  return found.reverse();
}
