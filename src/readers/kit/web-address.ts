/** `https://shop.example.com:8443` of an address; where it has no scheme, what stands before its path. */
export const siteOf = (url: string): string => /^(?:[a-z][\w+.-]*:\/\/)?[^/?#]+/i.exec(url)?.[0] ?? url;

/** The address of a path on a site; a path that is an address already stays as it is. */
export function addressOf(site: string | undefined, path: string | undefined): string | undefined {
  if (path === undefined || site === undefined) return site ?? path;
  if (/^[a-z][\w+.-]*:\/\//i.test(path)) return path;
  return `${site.replace(/\/+$/, '')}${path.startsWith('/') ? '' : '/'}${path}`;
}
