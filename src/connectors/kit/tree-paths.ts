/** A path as git writes it: relative, without `.` and `..`, without control characters. */
export function isInside(path: string): boolean {
  if (path.length === 0 || path.length > 4096 || /[\0-\x1f\x7f\ufffd]/.test(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

/** Where a link leads, as a path of the repository; null when it leads out of it. */
export function linkTarget(from: string, text: string): string | null {
  if (text.startsWith('/')) return null;
  const parts = from.split('/').slice(0, -1);
  for (const part of text.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  const path = parts.join('/');
  return isInside(path) ? path : null;
}
