import type { FakeAnswer, FakeRequest } from './code-host-server.ts';
import type { GithubState } from './fake-github.ts';
import { type Caller, forbidden, lacks } from './github-access.ts';
import { pageOf } from './github-issues.ts';
import type { FakeGithubRepository } from './github-shapes.ts';

/** An alert as the API tells it; `updatedAt` orders them. */
export interface FakeAlert {
  number: number;
  updatedAt: string;
  told: Record<string, unknown>;
}

/** Alerts of a repository; null where the path is about something else. */
export function alertRoutes(
  state: GithubState,
  caller: Caller,
  request: FakeRequest,
  one: FakeGithubRepository,
  rest: string,
): FakeAnswer | null {
  const kind = /^\/(code-scanning|secret-scanning|dependabot)\/alerts$/.exec(rest)?.[1];
  if (!kind) return null;
  if (lacks(caller, 'security_events')) return forbidden();
  const alerts = one.alerts[kind] ?? OFF[kind]!;
  if (typeof alerts === 'string')
    return { status: kind === 'dependabot' ? 403 : 404, body: { message: alerts } };
  const { searchParams } = request.url;
  const key = (alert: FakeAlert) =>
    searchParams.get('sort') === 'updated' ? alert.updatedAt : String(alert.number).padStart(9, '0');
  const all = alerts.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  if (searchParams.get('direction') !== 'asc') all.reverse();
  const { items, headers } = pageOf(state, request, `/repositories/${one.id}${rest}`, all);
  return {
    status: 200,
    headers,
    body: items.map(({ number, updatedAt, told }) => ({ number, updated_at: updatedAt, ...told })),
  };
}

const OFF: Readonly<Record<string, string>> = {
  'code-scanning': 'no analysis found',
  'secret-scanning': 'Secret scanning is disabled on this repository.',
  dependabot: 'Dependabot alerts are disabled for this repository.',
};
