import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a browser sent the request from our own page: by `Sec-Fetch-Site`, which pages cannot set
 * (https://www.w3.org/TR/fetch-metadata/), else by comparing `Origin` with the host that was asked.
 * `unknown` when neither is there: no browser of today does that on a write.
 * @param ownOrigin the address people use, where it is known and a proxy changes the host
 */
export function originOf(
  headers: IncomingHttpHeaders,
  ownOrigin: string | null,
): 'same' | 'cross' | 'unknown' {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' ? 'same' : 'cross';
  const { origin, host } = headers;
  if (origin === undefined) return 'unknown';
  if (ownOrigin !== null && origin === ownOrigin) return 'same';
  return URL.canParse(origin) && new URL(origin).host === host ? 'same' : 'cross';
}
