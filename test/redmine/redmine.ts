/** What a test needs to know of a Redmine, be it the real one or the fake. */
export interface Redmine {
  url: string;
  version: string;
  /** API keys: an administrator; the account that Lanekeeper uses, a manager; a developer. */
  keys: { admin: string; bot: string; ada: string };
  /** Number of a custom field of text, of all issues. */
  field: number;
}

export interface SeenIssue {
  id: number;
  subject: string;
  description: string;
  due_date: string | null;
  status: { id: number; name: string };
  project: { id: number; name: string };
  author: { id: number; name: string };
  journals?: { notes: string | null }[];
}

/** What people do in Redmine: Ada by its API, an administrator by what has no API as well (`control.rb`). */
export function redminePeople({ url, keys }: Redmine) {
  async function ask<T>(method: string, path: string, body?: unknown, key = keys.ada): Promise<T> {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { 'x-redmine-api-key': key, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 500)}`);
    return (text.trim() === '' ? null : JSON.parse(text)) as T;
  }
  return {
    issue: async (id: string) =>
      (await ask<{ issue: SeenIssue }>('GET', `/issues/${id}.json`, undefined, keys.admin)).issue,
    /** With its notes. */
    notes: async (id: string) => {
      const path = `/issues/${id}.json?include=journals`;
      const { issue } = await ask<{ issue: SeenIssue }>('GET', path, undefined, keys.admin);
      return (issue.journals ?? []).flatMap(({ notes }) => notes || []);
    },
    /** All of a project, oldest first. */
    async issues(project: string): Promise<SeenIssue[]> {
      const found: SeenIssue[] = [];
      for (;;) {
        const query = `project_id=${project}&status_id=*&sort=id&limit=100&offset=${found.length}`;
        const { issues } = await ask<{ issues: SeenIssue[] }>(
          'GET',
          `/issues.json?${query}`,
          undefined,
          keys.admin,
        );
        found.push(...issues);
        if (issues.length < 100) return found;
      }
    },
    create: (issue: Record<string, unknown>) => ask('POST', '/issues.json', { issue }),
    /** Fields, a note, a move: as an administrator, who may set every status. */
    edit: (id: string, issue: Record<string, unknown>) =>
      ask('PUT', `/issues/${id}.json`, { issue }, 'notes' in issue ? keys.ada : keys.admin),
    remove: (id: string) => ask('DELETE', `/issues/${id}.json`, undefined, keys.admin),
    project: (name: string, act: 'close' | 'reopen' | 'archive' | 'unarchive') =>
      ask('PUT', `/projects/${name}/${act}.json`, undefined, keys.admin),
    editProject: (name: string, project: Record<string, unknown>) =>
      ask('PUT', `/projects/${name}.json`, { project }, keys.admin),
    control: <T = unknown>(wish: string, more: Record<string, unknown> = {}) =>
      ask<T>('POST', '/test-control', { wish, ...more }),
  };
}
