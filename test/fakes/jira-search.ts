import type { FakeAnswer } from './code-host-server.ts';
import { type FakeIssue, type JiraState, shownIssue } from './jira-state.ts';

interface Found {
  issue: FakeIssue;
  shown: FakeIssue['versions'][number]['shown'];
}

/** The part of JQL that we use; anything else is an error, as Jira says it. */
export function searchAnswer(state: JiraState, body: Record<string, unknown>): FakeAnswer {
  const matched = match(state, String(body['jql']));
  if (typeof matched === 'string') return { status: 400, body: { errorMessages: [matched], errors: {} } };
  const token = body['nextPageToken'];
  const from = state.cloud ? Number(token ?? 0) : Number(body['startAt'] ?? 0);
  const most = Math.min(Number(body['maxResults'] ?? 50), 100);
  const asked = {
    fields: (body['fields'] as string[] | undefined) ?? [],
    properties: (body['properties'] as string[] | undefined) ?? [],
  };
  const issues = matched
    .slice(from, from + most)
    .map(({ issue, shown }) => shownIssue(state, issue, asked, shown));
  const more = from + most < matched.length;
  if (!state.cloud)
    return { status: 200, body: { startAt: from, maxResults: most, total: matched.length, issues } };
  return {
    status: 200,
    body: { isLast: !more, issues, ...(more && { nextPageToken: String(from + most) }) },
  };
}

function match(state: JiraState, jql: string): Found[] | string {
  const [where = '', order = ''] = jql.split(' ORDER BY ');
  const tests: ((one: Found) => boolean)[] = [];
  for (const clause of where.split(' AND ')) {
    const [, field, operator, value] = /^(\w+) (=|>=) "([^"]*)"$/.exec(clause) ?? [];
    if (field === 'project' && operator === '=') {
      if (!state.projects.has(value!)) return `The value '${value}' does not exist for the field 'project'.`;
      tests.push(({ shown }) => shown.project === value);
    } else if ((field === 'created' || field === 'updated') && operator === '>=') {
      const since = state.now() - Number(/^-(\d+)m$/.exec(value!)?.[1]) * 60_000;
      tests.push(({ issue, shown }) => (field === 'created' ? issue.created : shown.updated) >= since);
    } else if (clause === '(labels = lanekeeper OR creator = currentUser())') {
      tests.push(
        ({ issue, shown }) =>
          issue.creator === state.account ||
          (shown.fields['labels'] as string[] | undefined)?.includes('lanekeeper') === true,
      );
    } else return `Error in the JQL Query: ${clause}`;
  }
  const found = [...state.issues.values()].flatMap((issue): Found[] => {
    const shown = issue.versions.findLast(({ at }) => at <= state.now() - state.indexDelayMs)?.shown;
    return shown ? [{ issue, shown }] : [];
  });
  return sorted(
    found.filter((one) => tests.every((test) => test(one))),
    order,
  );
}

function sorted(found: Found[], order: string): Found[] | string {
  const numberOf = ({ shown }: Found) => Number(shown.key.split('-')[1]);
  if (order === 'created DESC')
    return found.sort((a, b) => b.issue.created - a.issue.created || Number(b.issue.id) - Number(a.issue.id));
  if (order === 'key DESC') return found.sort((a, b) => numberOf(b) - numberOf(a));
  if (order === 'updated ASC') return found.sort((a, b) => a.shown.updated - b.shown.updated);
  return `Error in the JQL Query: ORDER BY ${order}`;
}
