import { AppError } from '../../kernel/errors.ts';

/** Long enough for any cursor; a page's key is stored. */
const MAX_LENGTH = 2000;

/**
 * The next page as a path below `base`, from a `Link` header (RFC 8288); null when this is the last one. A link
 * to another host would carry our token there, so it is not followed.
 * @throws AppError LK-ANSWER
 */
export function nextPath(name: string, base: string, current: string, link: string | null): string | null {
  const target = targetOf(link);
  if (target === null) return null;
  const url = URL.parse(target, `${base}/`);
  const home = new URL(base);
  const prefix = home.pathname === '/' ? '/' : `${home.pathname}/`;
  if (!url || url.origin !== home.origin || !url.pathname.startsWith(prefix))
    throw new AppError(
      'LK-ANSWER',
      `${name} names a next page at another address (${url?.host || 'none'}): not followed`,
    );
  const path = `${url.pathname.slice(prefix.length - 1)}${url.search}`;
  if (path === current) throw new AppError('LK-ANSWER', `${name} names the same page as the next one`);
  if (path.length > MAX_LENGTH)
    throw new AppError('LK-ANSWER', `${name} names a next page with an address that is too long`);
  return path;
}

function targetOf(link: string | null): string | null {
  for (const part of link?.split(',') ?? []) {
    const [address, ...parameters] = part.split(';').map((one) => one.trim());
    const isNext = parameters.some((one) => /^rel="?next"?$/i.test(one));
    if (isNext && address?.startsWith('<') && address.endsWith('>')) return address.slice(1, -1);
  }
  return null;
}
