import { type BodyInit, type Dispatcher, fetch as undiciFetch } from 'undici';
import { AppError } from '../../kernel/errors.ts';

/** One exchange as it goes over the wire; bodies can be sent again. */
export interface Outgoing {
  url: URL;
  method: string;
  headers: Headers;
  body?: Uint8Array | string | Blob | undefined;
  signal?: AbortSignal | undefined;
  /** Without `signal`: how long this exchange may take. It begins when its turn has come, not while it waits for it. */
  timeoutMs?: number;
  perSecond?: number | undefined;
  /** Redirects are not followed. */
  stays?: boolean;
}

const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** What identifies the caller to one host is not for another. */
const PERSONAL_HEADERS = ['authorization', 'cookie', 'proxy-authorization'];

/** Only http and https, and no password inside the address (it would end up in logs). */
export function checkUrl(url: string | URL, base?: URL): URL {
  const parsed = URL.parse(String(url), base?.href);
  if (!parsed) throw new AppError('LK-ADDRESS-REFUSED', 'that is not an address');
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')
    throw new AppError(
      'LK-ADDRESS-REFUSED',
      `only http and https addresses are used, not ${parsed.protocol}`,
    );
  if (parsed.username || parsed.password)
    throw new AppError('LK-ADDRESS-REFUSED', `the address of ${parsed.host} carries a user name or password`);
  return parsed;
}

/** Sends and follows redirects; every hop passes the same guard, because every hop connects by it. */
export async function follow(
  first: Outgoing,
  send: (outgoing: Outgoing) => Promise<Response>,
): Promise<Response> {
  let outgoing = first;
  for (let hop = 0; ; hop++) {
    const response = await send(outgoing);
    const location = response.headers.get('location');
    if (outgoing.stays || !REDIRECTS.has(response.status) || !location) return response;
    await response.body?.cancel();
    if (hop === MAX_REDIRECTS)
      throw new AppError('LK-NETWORK', `${first.url.host} redirects more than ${MAX_REDIRECTS} times`);
    outgoing = redirected(outgoing, checkUrl(location, outgoing.url), response.status);
  }
}

function redirected(from: Outgoing, url: URL, status: number): Outgoing {
  if (from.url.protocol === 'https:' && url.protocol === 'http:')
    throw new AppError('LK-ADDRESS-REFUSED', `${from.url.host} redirects from https to http`);
  const headers = new Headers(from.headers);
  if (url.origin !== from.url.origin) for (const name of PERSONAL_HEADERS) headers.delete(name);
  const becomesGet =
    (status === 303 && from.method !== 'HEAD') ||
    ((status === 301 || status === 302) && from.method === 'POST');
  if (!becomesGet) return { ...from, url, headers };
  for (const name of ['content-type', 'content-length', 'content-encoding']) headers.delete(name);
  return { ...from, url, headers, method: 'GET', body: undefined };
}

/** One exchange, no redirect followed. */
export async function exchange(outgoing: Outgoing, dispatcher: Dispatcher): Promise<Response> {
  const { url, method, headers, body, timeoutMs } = outgoing;
  const signal = outgoing.signal ?? (timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs));
  const response = await undiciFetch(url, {
    method,
    headers: [...headers],
    body: body as BodyInit | undefined,
    signal,
    redirect: 'manual',
    dispatcher,
  });
  return response as unknown as Response;
}
