import { timeOfId } from '../../kernel/ids.ts';
import type { RemoteTicket } from '../connector.ts';
import { answered, type Jira } from './jira.ts';
import { remoteTicket, ticketFields } from './remote.ts';
import { fetchNow, minutesAgo, quoted, search } from './search.ts';
import { type Issue, issueShape } from './shapes.ts';
import { markerIn, PROPERTY } from './text.ts';
import { OUR_LABEL } from './write.ts';

/** Keys that are asked for at once beyond the last one that the index knows. */
const AHEAD = 100;
/** Clocks differ. */
const OVERLAP_MINUTES = 60;
const UUID_V7 = /^[a-z]{3}_[0-9a-f]{12}7[0-9a-f]{19}$/;

const markerOf = (issue: Issue): string | null =>
  issue.properties?.lanekeeper?.marker ?? markerIn(issue.fields.description);

/**
 * The ticket with this marker. Properties are not in the index, so it is looked for among those of ours that were
 * created since the marker was made, the newest first; and then among those that the index does not know yet.
 */
export async function find(jira: Jira, place: string, marker: string): Promise<RemoteTicket | null> {
  const since = UUID_V7.test(marker)
    ? ` AND created >= ${minutesAgo(jira, timeOfId(marker.slice(4)), OVERLAP_MINUTES)}`
    : '';
  const jql = `project = ${quoted(place)} AND (labels = ${OUR_LABEL} OR creator = currentUser())${since} ORDER BY created DESC`;
  const fields = jira.cloud ? ticketFields(jira) : [...ticketFields(jira), 'description'];
  for await (const issues of search(jira, jql, fields)) {
    const found = issues.find((issue) => markerOf(issue) === marker);
    if (found) return remoteTicket(jira, found);
  }
  return await findYoung(jira, place, marker, fields);
}

/** Keys of a project count up: what was created after the last that the index knows has one of the next. */
async function findYoung(
  jira: Jira,
  place: string,
  marker: string,
  fields: string[],
): Promise<RemoteTicket | null> {
  let last = 0;
  for await (const [newest] of search(jira, `project = ${quoted(place)} ORDER BY key DESC`, ['summary'], 1)) {
    last = Number(newest?.key.slice(newest.key.lastIndexOf('-') + 1) ?? 0);
    break;
  }
  for (let from = last + 1; ; from += AHEAD) {
    const keys = Array.from({ length: AHEAD }, (_, i) => `${place}-${from + i}`);
    const there = jira.cloud ? await fetchNow(jira, keys, fields) : await fetchOneByOne(jira, keys, fields);
    const found = there.find((issue) => markerOf(issue) === marker);
    if (found) return remoteTicket(jira, found);
    if (there.length < AHEAD / 2) return null;
  }
}

/** Data Center's index is written with the issue; another node's a moment later. Two missing keys are the end. */
async function fetchOneByOne(jira: Jira, keys: string[], fields: string[]): Promise<Issue[]> {
  const found: Issue[] = [];
  let missing = 0;
  for (const key of keys) {
    const response = await jira.ask(`/issue/${key}?fields=${fields.join(',')}&properties=${PROPERTY}`);
    if (response.status !== 404) {
      found.push(answered(jira, key, response, issueShape));
      missing = 0;
    } else if (++missing === 2) break;
  }
  return found;
}
