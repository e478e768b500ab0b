import { createHmac, randomUUID } from 'node:crypto';
import { markerIn } from '../../src/connectors/kit/issue-marker.ts';
import { fakeGithub } from '../fakes/fake-github.ts';
import { touchIssue } from '../fakes/github-issues.ts';
import type { ChaosTracker } from './trackers.ts';

const SECRET = 'of the webhook';

export async function fakeGithubTracker(): Promise<ChaosTracker> {
  const github = await fakeGithub();
  const places: string[] = [];
  const repositories = () => places.map((place) => github.find(place)!);
  return {
    system: 'github',
    async addPlace(name) {
      github.add(`acme/${name}`);
      places.push(`acme/${name}`);
      return `acme/${name}`;
    },
    connection: (queues) => ({
      settings: { url: github.url, tickets: { queues } },
      secrets: { token: 'ghp_fake', webhookSecret: SECRET },
    }),
    trouble: github.trouble,
    standing: async () =>
      repositories().flatMap(({ id, issues }) =>
        issues.list.flatMap(({ number, title, body, state, comments }) => {
          const found = markerIn(body);
          if (!found) return [];
          return [
            {
              marker: found.marker,
              id: `${id}#${number}`,
              title,
              dueOn: found.dueOn ?? null,
              state: state === 'closed' ? ('done' as const) : ('open' as const),
              comments: comments.flatMap((one) => markerIn(one.body)?.marker ?? []),
            },
          ];
        }),
      ),
    async say(id, text) {
      const [repository, number] = id.split('#').map(Number) as [number, number];
      const home = repositories().find((one) => one.id === repository)!;
      const issue = home.issues.list.find((one) => one.number === number)!;
      const at = new Date().toISOString().replace(/\.\d+/, '');
      issue.comments.push({
        id: 1_000_000 + Math.floor(performance.now() * 10),
        body: text,
        login: 'ada',
        at,
      });
      touchIssue(github.state, issue, {});
      const body = JSON.stringify({
        action: 'created',
        repository: { id: repository, full_name: places[repositories().indexOf(home)] },
        issue: { number },
        comment: { id: issue.comments.at(-1)!.id, body: text },
      });
      const signature = createHmac('sha256', SECRET).update(body).digest('hex');
      return {
        headers: {
          'x-github-event': 'issue_comment',
          'x-github-delivery': randomUUID(),
          'x-hub-signature-256': `sha256=${signature}`,
        },
        body,
      };
    },
    close: github.close,
  };
}
