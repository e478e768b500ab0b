import { answered, type Jira } from './jira.ts';
import { fetchedShape, type Issue, searchShape } from './shapes.ts';
import { PROPERTY } from './text.ts';

const PAGE = 100;

/**
 * Pages of issues that a JQL finds. On Cloud the index runs behind: what stands in the pages may be older than what is
 * there. Data Center has `/search` only, Cloud `/search/jql` only.
 */
export async function* search(
  jira: Jira,
  jql: string,
  fields: string[],
  most = PAGE,
): AsyncIterable<Issue[]> {
  let token: string | null = null;
  for (let startAt = 0; ; ) {
    const json = jira.cloud
      ? { jql, fields, maxResults: most, properties: [PROPERTY], ...(token && { nextPageToken: token }) }
      : { jql, fields, maxResults: most, startAt };
    const path = jira.cloud ? '/search/jql' : '/search';
    const response = await jira.ask(path, { method: 'POST', json, idempotent: true });
    const { issues, nextPageToken, total } = answered(jira, 'a search', response, searchShape);
    yield issues;
    startAt += issues.length;
    token = nextPageToken ?? null;
    if (issues.length === 0 || (jira.cloud ? token === null : startAt >= (total ?? 0))) return;
  }
}

/** Issues as they stand now, not as the index knows them; those that are not there are left out. At most 100. */
export async function fetchNow(jira: Jira, idsOrKeys: string[], fields: string[]): Promise<Issue[]> {
  const json = { issueIdsOrKeys: idsOrKeys, fields, properties: [PROPERTY] };
  const response = await jira.ask('/issue/bulkfetch', { method: 'POST', json, idempotent: true });
  return answered(jira, 'issues', response, fetchedShape).issues;
}

/** A name in JQL. */
export const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** Minutes back from now: a time would be read in the time zone of the account. */
export const minutesAgo = (jira: Jira, since: Date, overlapMinutes: number): string =>
  `"-${Math.max(1, Math.ceil((jira.now().getTime() - since.getTime()) / 60_000)) + overlapMinutes}m"`;
