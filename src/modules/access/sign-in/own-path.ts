/** Its host can be nobody's (RFC 2606): a path that leads there stays here. */
const HERE = 'https://here.invalid';
const LONGEST = 2000;

/**
 * A path of our own page to go back to after signing in, or `/`. What a browser might read as another host (`//evil`,
 * `/\evil`, a tab inside) and what is no page (`/api/…`) leads to `/`.
 */
export function ownPath(wanted: string | undefined): string {
  if (!wanted?.startsWith('/') || wanted.length > LONGEST || /[\\\p{Cc}]/u.test(wanted)) return '/';
  const url = URL.parse(wanted, HERE);
  if (url?.origin !== HERE || url.pathname.startsWith('//')) return '/';
  if (/^\/(api|hooks|sign-in)(\/|$)/.test(url.pathname)) return '/';
  return url.pathname + url.search + url.hash;
}
