import type { HttpClient } from '../../platform/client/client.ts';
import type { Redmine } from './redmine.ts';
import { prioritiesShape, projectShape, statusesShape } from './shapes.ts';

/** Lists that every ticket needs, and that change once in a year: thousands of tickets ask once. */
const KEPT_MS = 5 * 60_000;

const kept = new WeakMap<HttpClient, Map<string, { until: number; value: Promise<unknown> }>>();

function keep<T>({ api }: Redmine, what: string, ask: () => Promise<T>): Promise<T> {
  const entries = kept.get(api.client) ?? new Map<string, { until: number; value: Promise<unknown> }>();
  kept.set(api.client, entries);
  const key = `${api.base} ${what}`;
  const known = entries.get(key);
  if (known && known.until > performance.now()) return known.value as Promise<T>;
  const value = ask();
  entries.set(key, { until: performance.now() + KEPT_MS, value });
  const forget = () => entries.delete(key);
  value.then((found) => found === null && forget(), forget);
  return value;
}

/** What is known is asked anew: somebody is mending something. */
export const forget = ({ api }: Redmine): void => void kept.delete(api.client);

export interface Status {
  id: number;
  name: string;
  isClosed: boolean;
}

/** In Redmine's own order. */
export const statusesOf = (redmine: Redmine): Promise<Status[]> =>
  keep(redmine, 'statuses', async () => {
    const answer = await redmine.get('/issue_statuses.json');
    const { issue_statuses } = redmine.read('the statuses', answer, statusesShape);
    return issue_statuses.map(({ id, name, is_closed }) => ({ id, name, isClosed: is_closed === true }));
  });

/** Those that may be used. */
export const prioritiesOf = (redmine: Redmine): Promise<{ id: number; name: string }[]> =>
  keep(redmine, 'priorities', async () => {
    const answer = await redmine.get('/enumerations/issue_priorities.json');
    const { issue_priorities } = redmine.read('the priorities', answer, prioritiesShape);
    return issue_priorities.filter(({ active }) => active !== false);
  });

export interface Project {
  id: number;
  identifier: string;
  trackers: { id: number; name: string }[];
}

/** @param name its identifier, or its number; null: it is not to be seen */
export const projectOf = (redmine: Redmine, name: string | number): Promise<Project | null> =>
  keep(redmine, `project ${name}`, async () => {
    const answer = await redmine.get(`/projects/${encodeURIComponent(name)}.json?include=trackers`);
    if (answer.status === 404 || answer.status === 403) return null;
    const { id, identifier, trackers } = redmine.read(`the project ${name}`, answer, projectShape).project;
    return { id, identifier, trackers: trackers ?? [] };
  });
