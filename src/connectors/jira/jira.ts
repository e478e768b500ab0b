import type { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { HttpResponse } from '../../platform/client/client.ts';
import type { ConnectorContext } from '../connector.ts';
import { type Api, ask, type Question, read } from '../kit/api.ts';
import { plainWords } from '../kit/plain-words.ts';
import { isCloud, type JiraSettings } from './settings.ts';
import { errorShape } from './shapes.ts';

/** Cloud limits by cost and says so by 429; this stays well below it ("Rate limiting", developer.atlassian.com). */
const PER_SECOND = 10;

/** Jira, asked as the person whose token it is. */
export interface Jira {
  api: Api;
  settings: JiraSettings;
  cloud: boolean;
  /** @param path below `/rest/api/3` (Cloud) or `/rest/api/2` (Data Center) */
  ask(path: string, question?: Partial<Question> & { json?: unknown }): Promise<HttpResponse>;
  now(): Date;
}

/** @throws AppError LK-CONNECTION when a secret is missing */
export function jiraOf({ settings, secrets, client, now }: ConnectorContext<JiraSettings>): Jira {
  const cloud = isCloud(settings);
  const authorization = authorizationOf(cloud, secrets);
  const base = `${settings.url}/rest/api/${cloud ? 3 : 2}`;
  const api: Api = { name: 'Jira', base, client, now, perSecond: cloud ? PER_SECOND : undefined };
  return {
    api,
    settings,
    cloud,
    now,
    ask(path, { json, ...question } = {}) {
      const headers = {
        accept: 'application/json',
        authorization,
        // Data Center takes a changing request of a program only with it ("Form token handling").
        'x-atlassian-token': 'no-check',
        ...(json !== undefined && { 'content-type': 'application/json' }),
      };
      const body = json === undefined ? {} : { body: JSON.stringify(json) };
      return ask(api, path, { ...question, ...body, headers });
    },
  };
}

function authorizationOf(cloud: boolean, secrets: Readonly<Record<string, string>>): string {
  const { email, apiToken, accessToken } = secrets;
  if (!cloud) {
    if (!accessToken) throw new AppError('LK-CONNECTION', 'a personal access token is missing');
    return `Bearer ${accessToken}`;
  }
  if (!email || !apiToken)
    throw new AppError('LK-CONNECTION', 'Jira Cloud needs the mail address of an account and its API token');
  return `Basic ${Buffer.from(`${email}:${apiToken}`).toString('base64')}`;
}

/** What an answer to a change means: done, the ticket is gone, or Jira does not take it. @throws AppError LK-REFUSED */
export function outcomeOf(response: HttpResponse, what: string): 'done' | 'gone' {
  if (response.status >= 200 && response.status < 300) return 'done';
  if (response.status === 404) return 'gone';
  throw refused(response, what);
}

/** In Jira's own words, with the fields that it names. */
function refused(response: HttpResponse, what: string): AppError {
  const words = wordsOf(response);
  return new AppError(
    'LK-REFUSED',
    `Jira does not take ${what}: ${words || `it answered ${response.status}`}`,
    {
      detail: { status: response.status },
    },
  );
}

function wordsOf(response: HttpResponse): string {
  let parsed: z.infer<typeof errorShape>;
  try {
    parsed = errorShape.parse(response.json());
  } catch {
    return '';
  }
  const fields = Object.entries(parsed.errors ?? {}).map(([field, words]) => `${field}: ${words}`);
  return plainWords([...(parsed.errorMessages ?? []), ...fields].join('; '));
}

/** The fields of an answer that must be there. @throws AppError LK-REFUSED for 400, 403 and 404, LK-ANSWER */
export function answered<T>(jira: Jira, what: string, response: HttpResponse, schema: z.ZodType<T>): T {
  if (response.status === 400 || response.status === 403 || response.status === 404)
    throw refused(response, what);
  return read(jira.api, what, response, schema);
}
