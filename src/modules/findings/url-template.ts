/** Ids and values folded: `/orders/4711?page=2` and `/orders/4712?page=3` are the same place. */
export function urlTemplate(url: string): string {
  const [address = '', query = ''] = url.split('#')[0]!.split('?');
  // Scheme and host come first, where the address has them.
  const first = address.includes('://') ? 3 : 0;
  const path = address
    .split('/')
    .map((part, index) =>
      index >= first && /^(\d+|[0-9a-f]{8,}(-[0-9a-f]{4,})*)$/i.test(part) ? '{id}' : part,
    )
    .join('/');
  const names = query
    .split('&')
    .filter(Boolean)
    .map((pair) => pair.split('=')[0]!)
    .sort();
  return names.length > 0 ? `${path}?${names.join('&')}` : path;
}
