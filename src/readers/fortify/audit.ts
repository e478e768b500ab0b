import type { ToldState } from '../../kernel/observation.ts';
import { child, childrenOf, listOf, textOf } from '../kit/xml-find.ts';
import type { XmlElement } from '../reader.ts';

/** What auditors decided, by the id of the result; the last comment is the reason. */
export function decisionsOf(audit: XmlElement | undefined): Map<string, ToldState> {
  const decisions = new Map<string, ToldState>();
  for (const issue of listOf(audit, 'IssueList', 'Issue')) {
    const id = issue.attributes['instanceId'];
    const state = stateOf(issue);
    if (id === undefined || state === undefined) continue;
    const comment = childrenOf(child(issue, 'ThreadedComments'), 'Comment').at(-1);
    decisions.set(id, { state, reason: textOf(comment, 'Content') });
  }
  return decisions;
}

function stateOf(issue: XmlElement): ToldState['state'] | undefined {
  const judged = childrenOf(issue, 'Tag').some((tag) => textOf(tag, 'Value') === 'Not an Issue');
  if (judged) return 'false-positive';
  return issue.attributes['suppressed'] === 'true' ? 'suppressed' : undefined;
}
