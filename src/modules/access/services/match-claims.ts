/**
 * Whether a text is of a pattern in which `*` stands for any text without a slash. In linear time per part: what
 * stands between two slashes is compared with what stands between the same two.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const [parts, given] = [pattern.split('/'), text.split('/')];
  return parts.length === given.length && parts.every((part, index) => partMatches(part, given[index] ?? ''));
}

/** The pieces between stars, found one after the other; the first stands at the beginning, the last at the end. */
function partMatches(part: string, text: string): boolean {
  const [first = '', ...rest] = part.split('*');
  const last = rest.pop();
  if (last === undefined) return part === text;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last))
    return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}

/**
 * The first claim that is not as it was agreed, in words; null: all are. A claim that is missing is not as agreed.
 * @param wanted patterns by name of claim
 */
export function claimObjection(
  wanted: Readonly<Record<string, string>>,
  claims: Readonly<Record<string, unknown>>,
): string | null {
  for (const [name, pattern] of Object.entries(wanted)) {
    const value = claims[name];
    const isText = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    if (!isText || value === '') return `the claim ${name} is missing`;
    if (!matchesPattern(pattern, String(value)))
      return `${name} is ${String(value).slice(0, 200)}, not ${pattern}`;
  }
  return null;
}
