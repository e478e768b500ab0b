import type { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { HttpClient, HttpResponse } from '../../platform/client/client.ts';
import { pauseAskedFor } from './rate-limit.ts';

/** An outside system's HTTP API, asked by the injected client only. */
export interface Api {
  /** As people call it: `GitHub`. */
  name: string;
  /** Without a slash at its end: `https://api.github.com`. */
  base: string;
  client: HttpClient;
  now(): Date;
  /** What the host allows, where it is less than the client would ask. */
  perSecond?: number | undefined;
}

export interface Question {
  headers: Record<string, string>;
  /** As it was given last time; an answer of 304 says that nothing changed. */
  etag?: string | null;
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: string;
  /** Doing it twice does no harm. */
  idempotent?: boolean;
  maxResponseBytes?: number;
  /** False: an answer that leads elsewhere is given back as it is. */
  redirects?: boolean;
  /** Where this one may be asked less often than others. */
  perSecond?: number | undefined;
}

/** Names in an answer may be anybody's and of any length. */
const MAX_PLACE = 100;

/**
 * Asks and gives back what has a meaning for the caller (200, 304, 403, 404, …).
 * @param path below `base`, with its query
 * @throws AppError LK-RATE-LIMITED with `detail.retryAt`, LK-CONNECTION for 401, LK-NETWORK for 5xx
 */
export async function ask(api: Api, path: string, question: Question): Promise<HttpResponse> {
  const { headers, etag, ...rest } = question;
  const response = await api.client.request(`${api.base}${path}`, {
    ...rest,
    perSecond: question.perSecond ?? api.perSecond,
    headers: { 'user-agent': 'lanekeeper', ...headers, ...(etag ? { 'if-none-match': etag } : {}) },
  });
  const retryAt = pauseAskedFor(response, api.now());
  if (retryAt)
    throw new AppError('LK-RATE-LIMITED', `${api.name} asks for a pause until ${retryAt.toISOString()}`, {
      detail: { retryAt: retryAt.toISOString() },
    });
  if (response.status === 401)
    throw new AppError(
      'LK-CONNECTION',
      `${api.name} does not accept the credentials: invalid, revoked or expired`,
      { detail: { status: 401 } },
    );
  if (response.status === 304 && !etag)
    throw new AppError('LK-ANSWER', `${api.name} says that nothing changed, though nothing was known`);
  if (response.status >= 500) throw new AppError('LK-NETWORK', `${api.name} answered ${response.status}`);
  return response;
}

/** The fields we use of an answer. @throws AppError LK-ANSWER, naming what was asked for and the field */
export function read<T>(api: Api, what: string, response: HttpResponse, schema: z.ZodType<T>): T {
  if (response.status !== 200 && response.status !== 201) throw unexpected(api, what, response);
  let json: unknown;
  try {
    json = response.json();
  } catch (cause) {
    throw new AppError('LK-ANSWER', `${api.name} answered with something other than JSON for ${what}`, {
      cause,
    });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const place = issue.path.length > 0 ? issue.path.join('.').slice(0, MAX_PLACE) : 'the whole';
  throw new AppError('LK-ANSWER', `${api.name} answered strangely for ${what}: ${place}: ${issue.message}`);
}

export const unexpected = (api: Pick<Api, 'name'>, what: string, { status }: HttpResponse): AppError =>
  new AppError('LK-ANSWER', `${api.name} answered ${status} for ${what}`);
