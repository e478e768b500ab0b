import { randomUUID } from 'node:crypto';
import { markerIn } from '../../src/connectors/kit/issue-marker.ts';
import { fakeGitlab } from '../fakes/fake-gitlab.ts';
import { touchGitlabIssue } from '../fakes/gitlab-issues.ts';
import type { ChaosTracker } from './trackers.ts';

const SECRET = 'of the webhook';

export async function fakeGitlabTracker(): Promise<ChaosTracker> {
  const gitlab = await fakeGitlab();
  const projects = () => [...gitlab.state.projects.values()];
  let lastNote = 5_000_000;
  return {
    system: 'gitlab',
    async addPlace(name) {
      gitlab.add(`acme/${name}`);
      return `acme/${name}`;
    },
    connection: (queues) => ({
      settings: { url: gitlab.url, groups: ['acme'], tickets: { queues } },
      secrets: { token: 'glpat-writer', webhookSecret: SECRET },
    }),
    trouble: gitlab.trouble,
    standing: async () =>
      projects().flatMap((project) =>
        project.issues.list.flatMap(({ iid, title, description, dueDate, state, notes }) => {
          const found = markerIn(description);
          if (!found) return [];
          return [
            {
              marker: found.marker,
              id: `${project.id}#${iid}`,
              title,
              dueOn: dueDate,
              state: state === 'closed' ? ('done' as const) : ('open' as const),
              comments: notes.flatMap((one) => markerIn(one.body)?.marker ?? []),
            },
          ];
        }),
      ),
    async say(id, text) {
      const all = projects().flatMap((project) => project.issues.list.map((issue) => ({ project, issue })));
      const { project, issue } = all.find((one) => `${one.project.id}#${one.issue.iid}` === id)!;
      issue.notes.push({ id: ++lastNote, body: text, username: 'ada', at: new Date().toISOString() });
      touchGitlabIssue(gitlab.state, issue, {});
      return {
        headers: {
          'x-gitlab-event': 'Note Hook',
          'x-gitlab-token': SECRET,
          'x-gitlab-event-uuid': randomUUID(),
        },
        body: JSON.stringify({
          object_kind: 'note',
          project: { id: project.id, path_with_namespace: `${project.group}/${project.path}` },
          object_attributes: { id: lastNote, note: text, noteable_type: 'Issue', project_id: project.id },
          issue: { iid: issue.iid, project_id: project.id },
        }),
      };
    },
    close: gitlab.close,
  };
}
