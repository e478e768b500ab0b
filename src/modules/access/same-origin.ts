import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a browser sent the request from our own page: by `Sec-Fetch-Site`, which pages cannot set
 * (https://www.w3.org/TR/fetch-metadata/), else by comparing `Origin` with the host that was asked.
 * `unknown` when neither is there: no browser of today does that on a write.
 * @param ownUrl the address people use, since a proxy may change the host
 */
export function originOf(headers: IncomingHttpHeaders, ownUrl: string): 'same' | 'cross' | 'unknown' {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' ? 'same' : 'cross';
  const { origin, host } = headers;
  if (origin === undefined) return 'unknown';
  if (origin === URL.parse(ownUrl)?.origin) return 'same';
  return host !== undefined && URL.parse(origin)?.host === host ? 'same' : 'cross';
}
