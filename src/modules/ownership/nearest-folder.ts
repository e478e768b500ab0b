/** The values of a folder and the folders around it, the nearest first; '' is the root. */
export function aroundFolder<Value>(byFolder: ReadonlyMap<string, Value>, folder: string): Value[] {
  const found: Value[] = [];
  if (byFolder.size === 0) return found;
  for (let end = folder.length; end > 0; end = folder.lastIndexOf('/', end - 1)) {
    const value = byFolder.get(folder.slice(0, end));
    if (value !== undefined) found.push(value);
  }
  const root = byFolder.get('');
  if (root !== undefined) found.push(root);
  return found;
}
