import type { RemoteTicket } from '../connector.ts';
import { answered, type Jira } from './jira.ts';
import { remoteTicket, ticketFields } from './remote.ts';
import { fetchNow, minutesAgo, quoted, search } from './search.ts';
import { issueShape } from './shapes.ts';
import { markerIn, PROPERTY } from './text.ts';
import { OUR_LABEL } from './write.ts';

/** The index of Cloud may run minutes behind ("Search and reconcile"). */
const OVERLAP_MINUTES = 10;

export async function readTicket(jira: Jira, id: string): Promise<RemoteTicket | 'gone'> {
  const path = `/issue/${encodeURIComponent(id)}?fields=${ticketFields(jira).join(',')}`;
  const response = await jira.ask(path);
  return response.status === 404
    ? 'gone'
    : remoteTicket(jira, answered(jira, 'the ticket', response, issueShape));
}

/** The marker of a ticket of ours; null: it is gone, or bears none. */
export async function markerOfTicket(jira: Jira, id: string): Promise<string | null> {
  const path = `/issue/${encodeURIComponent(id)}?fields=description&properties=${PROPERTY}`;
  const response = await jira.ask(path);
  if (response.status === 404) return null;
  const { fields, properties } = answered(jira, 'the ticket', response, issueShape);
  return properties?.lanekeeper?.marker ?? markerIn(fields.description);
}

/** What the index finds is read again: it may show a state from before our own last change. */
export async function* changed(jira: Jira, place: string, since: Date): AsyncIterable<RemoteTicket> {
  const when = minutesAgo(jira, since, OVERLAP_MINUTES);
  const jql = `project = ${quoted(place)} AND (labels = ${OUR_LABEL} OR creator = currentUser()) AND updated >= ${when} ORDER BY updated ASC`;
  const fields = ticketFields(jira);
  for await (const issues of search(jira, jql, jira.cloud ? ['updated'] : fields)) {
    if (issues.length === 0) return;
    const ids = issues.map(({ id }) => id);
    const now = jira.cloud ? await fetchNow(jira, ids, fields) : issues;
    yield* now
      .map((issue) => remoteTicket(jira, issue))
      .sort((a, b) => a.updatedAt.localeCompare(b.updatedAt));
  }
}
