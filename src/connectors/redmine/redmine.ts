import type { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { HttpResponse } from '../../platform/client/client.ts';
import type { ConnectorContext } from '../connector.ts';
import { type Api, ask, read } from '../kit/api.ts';
import type { RedmineSettings } from './settings.ts';

/** Redmine, asked with the key. */
export interface Redmine {
  api: Api;
  settings: RedmineSettings;
  get(path: string): Promise<HttpResponse>;
  /** Not tried again by itself: a note would stand there twice. */
  send(method: 'POST' | 'PUT', path: string, body: unknown): Promise<HttpResponse>;
  /** @throws AppError LK-ANSWER when it is not what is expected */
  read<T>(what: string, response: HttpResponse, schema: z.ZodType<T>): T;
}

/** @throws AppError LK-CONNECTION when there is no key */
export function redmineOf({ settings, secrets, client, now }: ConnectorContext<RedmineSettings>): Redmine {
  const key = secrets['apiKey'];
  if (!key) throw new AppError('LK-CONNECTION', 'an API key is missing');
  const api: Api = { name: 'Redmine', base: settings.url, client, now };
  // As the name of HTTP's own sign-in, not `X-Redmine-API-Key`: the client takes it off where a redirect leads to
  // another host.
  const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
  const headers = { accept: 'application/json', authorization };
  return {
    api,
    settings,
    get: (path) => ask(api, path, { headers }),
    send: (method, path, body) =>
      ask(api, path, {
        method,
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        idempotent: false,
      }),
    read: (what, response, schema) => read(api, what, response, schema),
  };
}
