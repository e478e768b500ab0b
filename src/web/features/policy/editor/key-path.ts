const INDENT = /^[\s-]*/;
const KEY = /^[\s-]*([\w-]+)\s*:/;

/**
 * The keys above the end of these lines, outermost first: by indentation, and by the braces that are open in the last
 * line. Lists have no names.
 */
export function keyPath(lines: readonly string[]): string[] {
  const last = lines.at(-1) ?? '';
  const inline = openBraces(last);
  const path: string[] = [];
  let depth = INDENT.exec(last)![0].length;
  // A key before an open brace holds what stands in it.
  const own = inline.length > 0 ? KEY.exec(last) : null;
  if (own && !inline.includes(own[1]!)) path.unshift(own[1]!);
  for (let index = lines.length - 2; index >= 0 && depth > 0; index--) {
    const line = lines[index]!;
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const indent = INDENT.exec(line)![0].length;
    const key = KEY.exec(line);
    if (indent >= depth || !key) continue;
    // The first key of a list's item stands where its neighbours do.
    path.unshift(key[1]!);
    depth = /^\s*-/.test(line) ? line.search(/\S/) + 1 : indent;
  }
  return [...path, ...inline];
}

/** Keys whose brace is open at the end of a line, such as `to` in `to: { hold`. */
function openBraces(line: string): string[] {
  const open: string[] = [];
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '}') open.pop();
    if (line[at] !== '{') continue;
    const name = /([\w-]+)\s*:\s*(?:-\s*|\[\s*)?$/.exec(line.slice(Math.max(0, at - 100), at));
    open.push(name?.[1] ?? '');
  }
  return open.filter((name) => name !== '');
}
