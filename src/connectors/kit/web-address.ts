import { z } from 'zod';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The address of a system, without a path: https, so that no token goes over the wire in clear. */
export const webAddress = z
  .string()
  .refine((text) => isWebAddress(text, false), 'an address such as https://git.example.com')
  .transform((text) => new URL(text).origin);

/** The same for systems that may live below a path: https://example.com/gitlab */
export const webAddressWithPath = z
  .string()
  .refine((text) => isWebAddress(text, true), 'an address such as https://git.example.com')
  .transform((text) => new URL(text).href.replace(/\/+$/, ''));

function isWebAddress(text: string, mayHavePath: boolean): boolean {
  const url = URL.parse(text);
  if (!url || url.username || url.password || url.search || url.hash) return false;
  if (url.pathname !== '/' && !mayHavePath) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
}

/** A link that may be shown to people; null for anything but http and https. */
export function shownLink(text: string | null | undefined): string | null {
  const url = URL.parse(text ?? '');
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  return url && isWeb && !url.username && !url.password ? url.href : null;
}
