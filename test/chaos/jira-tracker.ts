import { createHmac } from 'node:crypto';
import { fakeJira } from '../fakes/fake-jira.ts';
import type { FakeIssue } from '../fakes/jira-state.ts';
import type { ChaosTracker, Standing } from './trackers.ts';

const SECRET = 'of the webhook';
const STATES: Record<string, Standing['state']> = {
  'To Do': 'open',
  'In Progress': 'in-progress',
  Done: 'done',
};
/** Its index runs behind, as that of Jira Cloud does. */
const INDEX_DELAY_MS = 1500;

const markerOf = (value: unknown) => (value as { marker?: string } | undefined)?.marker;

export async function fakeJiraTracker(): Promise<ChaosTracker> {
  const jira = await fakeJira();
  jira.state.indexDelayMs = INDEX_DELAY_MS;
  const standing = ({ id, fields, status, properties, comments }: FakeIssue): Standing[] => {
    const marker = markerOf(properties['lanekeeper']);
    if (!marker) return [];
    return [
      {
        marker,
        id,
        title: String(fields['summary']),
        dueOn: (fields['duedate'] as string | null | undefined) ?? null,
        state: STATES[status]!,
        comments: comments.flatMap((one) => markerOf(one.properties[0]?.value) ?? []),
      },
    ];
  };
  return {
    system: 'jira',
    async addPlace(name) {
      const key = name.toUpperCase();
      jira.addProject(key);
      return key;
    },
    connection: (places) => ({
      settings: {
        url: jira.url,
        kind: 'cloud',
        queues: Object.fromEntries(Object.entries(places).map(([queue, project]) => [queue, { project }])),
      },
      secrets: { email: 'keeper@acme.example', apiToken: 'jira-fake', webhookSecret: SECRET },
    }),
    trouble: jira.trouble,
    standing: async () => [...jira.state.issues.values()].flatMap(standing),
    async say(id, text) {
      const { key } = jira.state.issues.get(id)!;
      jira.say(key, 'ada', text);
      const body = JSON.stringify({ webhookEvent: 'comment_created', at: Date.now(), issue: { id, key } });
      const signature = createHmac('sha256', SECRET).update(body).digest('hex');
      return { headers: { 'x-hub-signature': `sha256=${signature}` }, body };
    },
    close: jira.close,
  };
}
