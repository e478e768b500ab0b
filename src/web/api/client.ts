import type { z } from 'zod';
import { problemOf, unexpectedShape, unreachable } from './problem.ts';

export type Query = Record<string, string | number | boolean | null | undefined>;

interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Query;
  /** Sent as JSON; a Blob is sent as its bytes. */
  body?: unknown;
  /** What was seen of the thing to change: refused when it is newer. */
  ifMatch?: string | undefined;
  signal?: AbortSignal;
}

/** Builds `/api/v1/<path>?<query>` and leaves out what is not set. */
export function addressOf(path: string, query: Query = {}): string {
  const set = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') set.set(name, String(value));
  }
  const text = set.toString();
  return `/api/v1/${path}${text ? `?${text}` : ''}`;
}

/** Of the same numbers as CSV. */
export const tableAddress = (path: string, query: Query): string =>
  addressOf(path, { ...query, format: 'csv' });

async function answer(
  path: string,
  { method = 'GET', query, body, ifMatch, signal }: Call,
): Promise<Response> {
  const bytes = body instanceof Blob;
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = bytes ? 'application/octet-stream' : 'application/json';
  if (ifMatch !== undefined) headers['if-match'] = ifMatch;
  const response = await fetch(addressOf(path, query), {
    method,
    headers,
    body: body === undefined || bytes ? (body as Blob | undefined) : JSON.stringify(body),
    signal,
    credentials: 'same-origin',
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw unreachable();
  });
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** Asks the server and checks its answer against the contract. Throws `ApiProblem`. */
export async function ask<Shape extends z.ZodType>(
  shape: Shape,
  path: string,
  call: Call = {},
): Promise<z.infer<Shape>> {
  return (await askTagged(shape, path, call)).data;
}

/** The same with the tag by which a later change says what it has seen. */
export async function askTagged<Shape extends z.ZodType>(
  shape: Shape,
  path: string,
  call: Call = {},
): Promise<{ data: z.infer<Shape>; etag: string | undefined }> {
  const response = await answer(path, call);
  const read = shape.safeParse(await response.json().catch(() => undefined));
  if (!read.success) throw unexpectedShape(path);
  return { data: read.data, etag: response.headers.get('etag') ?? undefined };
}

/** Tells the server something whose answer does not matter. Throws `ApiProblem`. */
export async function tell(path: string, call: Call): Promise<void> {
  const response = await answer(path, call);
  await response.body?.cancel();
}
