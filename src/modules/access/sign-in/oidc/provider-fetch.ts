import type { CustomFetch } from 'openid-client';
import type { HttpClient } from '../../../../platform/client/client.ts';

/** People wait for it in their browser. */
const TIMEOUT_MS = 10_000;
/** Discovery, keys and claims are a few kB. */
const MOST_BYTES = 1_000_000;
/** Answers that have no body. */
const BARE = new Set([101, 204, 205, 304]);

/** The guarded client in the form that the OpenID library asks for: redirects are not followed, answers are limited. */
export const providerFetch =
  (client: HttpClient): CustomFetch =>
  async (url, { method, headers, body }) => {
    const answer = await client.request(url, {
      method,
      headers: headers as Record<string, string>,
      ...(body !== null && body !== undefined && { body: await bytesOf(body) }),
      timeoutMs: TIMEOUT_MS,
      maxResponseBytes: MOST_BYTES,
      redirects: false,
      retries: 1,
    });
    const { status } = answer;
    return new Response(BARE.has(status) ? null : new Uint8Array(answer.body), {
      status,
      headers: answer.headers,
    });
  };

const bytesOf = async (
  body: NonNullable<Parameters<CustomFetch>[1]['body']>,
): Promise<Uint8Array | string> =>
  typeof body === 'string' || body instanceof URLSearchParams
    ? String(body)
    : new Uint8Array(await new Response(body as BodyInit).arrayBuffer());
