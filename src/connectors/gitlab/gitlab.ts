import { AppError } from '../../kernel/errors.ts';
import type { HttpResponse } from '../../platform/client/client.ts';
import type { ConnectorContext } from '../connector.ts';
import { type Api, ask, type Question } from '../kit/api.ts';
import type { GitlabSettings } from './settings.ts';

/** gitlab.com allows 2,000 requests a minute ("Rate limits on GitLab.com"). */
const PER_SECOND = 32;

/** GitLab, asked with the token. */
export interface Gitlab {
  api: Api;
  settings: GitlabSettings;
  ask(path: string, question?: Partial<Question>): Promise<HttpResponse>;
  /** A question that changes nothing, by GraphQL; the same answers and errors. */
  graphql(query: string, variables: Record<string, unknown>): Promise<HttpResponse>;
}

/** @throws AppError LK-CONNECTION when there is no token */
export function gitlabOf({ settings, secrets, client, now }: ConnectorContext<GitlabSettings>): Gitlab {
  const token = secrets['token'];
  if (!token) throw new AppError('LK-CONNECTION', 'a token is missing');
  const base = `${settings.url}/api/v4`;
  const perSecond = settings.url === 'https://gitlab.com' ? PER_SECOND : undefined;
  const api: Api = { name: 'GitLab', base, client, now, perSecond };
  // As `Authorization`, not `PRIVATE-TOKEN`: the client takes it off where a redirect leads to another host.
  const headers = { accept: 'application/json', authorization: `Bearer ${token}` };
  const withBody = { ...headers, 'content-type': 'application/json' };
  return {
    api,
    settings,
    ask: (path, question = {}) =>
      ask(api, path, { ...question, headers: question.body === undefined ? headers : withBody }),
    graphql: (query, variables) =>
      ask({ ...api, base: `${settings.url}/api` }, '/graphql', {
        method: 'POST',
        idempotent: true,
        body: JSON.stringify({ query, variables }),
        headers: withBody,
      }),
  };
}

/** GitLab says which scope it wants in the body of its 403 ("insufficient_scope"). */
export const scopeMissing = (response: HttpResponse): boolean =>
  response.status === 403 && /insufficient_scope/.test(response.text().slice(0, 2000));

export const SCOPE_MISSING = 'the scope "read_api" of the token is missing';
export const SCOPE_MISSING_TO_WRITE = 'the scope "api" of the token is missing: tickets cannot be written';
