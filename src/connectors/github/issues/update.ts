import type { TicketEdit } from '../../connector.ts';
import { labelsAfter } from '../../kit/issue-labels.ts';
import { markerIn, withMarker, withoutMarkers } from '../../kit/issue-marker.ts';
import type { Github } from '../access.ts';
import { type FoundIssue, findIssue, pathOf } from './ask-issue.ts';
import { writePace } from './pace.ts';
import { isGone, refused } from './refused.ts';
import { labelsIn } from './remote-ticket.ts';
import { rulesOf } from './rules.ts';
import { bodyText, titleText } from './text.ts';

/** As `Tickets.update`: it is read before, as GitHub takes texts and labels only as a whole, and to write where it is now. */
export async function update(github: Github, id: string, edit: TicketEdit): Promise<'done' | 'gone'> {
  const found = await findIssue(github, id);
  if (found === 'gone') return 'gone';
  const labels = labelsAfter(rulesOf(github), labelsIn(found.issue), edit);
  const changes = {
    ...(edit.title !== undefined && { title: titleText(edit.title) }),
    ...(edit.state !== undefined && stateOf(found, edit.state)),
    ...((edit.body !== undefined || edit.dueOn !== undefined) && { body: textOf(found, edit) }),
    ...(labels && { labels }),
  };
  if (Object.keys(changes).length === 0) return 'done';
  const response = await github.ask(found.as, pathOf(found.at), {
    method: 'PATCH',
    body: JSON.stringify(changes),
    perSecond: writePace(github.api),
  });
  if (isGone(response)) return 'gone';
  if (response.status !== 200) throw refused(`issue ${id}`, response);
  return 'done';
}

/** GitHub knows open and closed; that work has begun is told by a label. */
function stateOf({ issue }: FoundIssue, state: NonNullable<TicketEdit['state']>) {
  if ((state === 'done') === (issue.state === 'closed')) return {};
  return state === 'done'
    ? { state: 'closed', state_reason: 'completed' }
    : { state: 'open', state_reason: 'reopened' };
}

/** The marker stays, also under another text and another date. */
function textOf({ issue }: FoundIssue, { body, dueOn }: TicketEdit): string {
  const known = markerIn(issue.body);
  const text = body === undefined ? withoutMarkers(issue.body ?? '') : bodyText(body);
  if (!known) return text;
  return withMarker(text, {
    marker: known.marker,
    dueOn: dueOn === undefined ? (known.dueOn ?? null) : dueOn,
  });
}
