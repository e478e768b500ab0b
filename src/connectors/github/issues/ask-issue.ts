import type { HttpResponse } from '../../../platform/client/client.ts';
import type { Question } from '../../kit/api.ts';
import { read } from '../../kit/api.ts';
import type { As, Github } from '../access.ts';
import { homeOf, readersOf } from './homes.ts';
import { isGone, refused } from './refused.ts';
import { type IssueId, parseId, placeIn } from './remote-ticket.ts';
import { type Issue, issueShape } from './shapes.ts';

/** An issue as it stands, and where it is now: one that was moved has another repository and number. */
export interface FoundIssue {
  issue: Issue;
  at: IssueId;
  as: As;
}

/** By the repository's number, as GitHub's own redirects name it: a name may be another's by now. */
export const pathOf = ({ repository, number }: IssueId): string =>
  `/repositories/${repository}/issues/${number}`;

/** The first answer of somebody who sees the repository. */
export async function askOf(
  github: Github,
  at: IssueId,
  path: string,
  question: Partial<Question> = {},
): Promise<{ response: HttpResponse; as: As }> {
  const readers = await readersOf(github, at.repository);
  for (const as of readers.slice(0, -1)) {
    const response = await github.ask(as, path, question);
    if (response.status !== 404) return { response, as };
  }
  const as = readers.at(-1) ?? 'token';
  return { response: await github.ask(as, path, question), as };
}

/** Follows a transfer: GitHub answers 301 with the issue's new address, which the client goes to. */
export async function findIssue(github: Github, id: string): Promise<FoundIssue | 'gone'> {
  const at = parseId(id);
  const { response, as } = await askOf(github, at, pathOf(at));
  if (isGone(response)) return 'gone';
  if (response.status !== 200) throw refused(`issue ${id}`, response);
  const issue = read(github.api, `issue ${id}`, response, issueShape);
  // The name is asked for only where it is new to us.
  const { id: repository } = await homeOf(github, placeIn(issue));
  return { issue, at: { repository, number: issue.number }, as };
}
