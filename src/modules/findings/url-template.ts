/** Ids and values folded: `/orders/4711?page=2` and `/orders/4712?page=3` are the same place. */
export function urlTemplate(url: string): string {
  const [address = '', query = ''] = url.split('#')[0]!.split('?');
  const path = address
    .split('/')
    .map((part, index) => (index > 2 && /^(\d+|[0-9a-f]{8,}(-[0-9a-f]{4,})*)$/i.test(part) ? '{id}' : part))
    .join('/');
  const names = query
    .split('&')
    .filter(Boolean)
    .map((pair) => pair.split('=')[0]!)
    .sort();
  return names.length > 0 ? `${path}?${names.join('&')}` : path;
}
