import { splitReference } from '../../src/connectors/redmine/reference.ts';
import { fakeRedmine } from '../fakes/fake-redmine.ts';
import { type Faults, PAST_FAULTS } from '../fakes/faults.ts';
import type { Redmine } from '../redmine/redmine.ts';
import type { ChaosTracker, Standing } from './trackers.ts';

interface Issue {
  id: number;
  subject: string;
  description: string | null;
  due_date?: string | null;
  status: { id: number; name: string };
  journals?: { notes?: string | null }[];
}

const STATES: Record<string, Standing['state']> = { New: 'open', Closed: 'done', Rejected: 'done' };
const PAGE = 100;

export async function fakeRedmineTracker(): Promise<ChaosTracker> {
  const server = await fakeRedmine();
  return redmineTracker(server, { trouble: server.trouble, close: server.close });
}

/** @param given what `test/redmine/redmine.ts` tells of a running one, as JSON */
export const realRedmineTracker = async (given: string): Promise<ChaosTracker> =>
  redmineTracker(JSON.parse(given) as Redmine, { trouble: () => {}, close: async () => {} });

function redmineTracker(
  redmine: Redmine,
  more: { trouble(plan: Faults): void; close(): Promise<void> },
): ChaosTracker {
  const { url, keys } = redmine;
  const places: string[] = [];

  async function ask<T>(method: string, path: string, key: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: { 'x-redmine-api-key': key, 'content-type': 'application/json', [PAST_FAULTS]: 'yes' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
    const text = await answer.text();
    return (text.trim() === '' ? null : JSON.parse(text)) as T;
  }
  const read = <T>(path: string) => ask<T>('GET', path, keys.admin);
  async function issuesOf(place: string): Promise<Issue[]> {
    const found: Issue[] = [];
    for (let offset = 0; ; offset += PAGE) {
      const query = `project_id=${place}&status_id=*&sort=id&limit=${PAGE}&offset=${offset}`;
      const { issues } = await read<{ issues: Issue[] }>(`/issues.json?${query}`);
      found.push(...issues);
      if (issues.length < PAGE) return found;
    }
  }
  async function standingOf(place: string): Promise<Standing[]> {
    const found: Standing[] = [];
    for (const { id } of await issuesOf(place)) {
      const { issue } = await read<{ issue: Issue }>(`/issues/${id}.json?include=journals`);
      const { marker } = splitReference(issue.description ?? '');
      if (!marker) continue;
      found.push({
        marker,
        id: String(id),
        title: issue.subject,
        dueOn: issue.due_date ?? null,
        state: STATES[issue.status.name] ?? 'in-progress',
        comments: (issue.journals ?? []).flatMap(({ notes }) => splitReference(notes ?? '').marker ?? []),
      });
    }
    return found;
  }

  return {
    ...more,
    system: 'redmine',
    async addPlace(name) {
      await ask('POST', '/test-control', keys.admin, { wish: 'project', identifier: name });
      places.push(name);
      return name;
    },
    connection: (queues) => ({ settings: { url, queues }, secrets: { apiKey: keys.bot } }),
    standing: async () => (await Promise.all(places.map(standingOf))).flat(),
    // Redmine sends no webhooks.
    async say(id, text) {
      await ask('PUT', `/issues/${id}.json`, keys.ada, { issue: { notes: text } });
      return null;
    },
  };
}
