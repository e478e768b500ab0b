/** A folder on the way to one that has a value. */
export interface FolderNode<Value> {
  value: Value | null;
  below: Map<string, FolderNode<Value>>;
}

/** Values of folders, found on the way down: most paths leave the tree after a few names. */
export function folderTree<Value>(byFolder: ReadonlyMap<string, Value>): FolderNode<Value> {
  const root: FolderNode<Value> = { value: null, below: new Map() };
  for (const [folder, value] of byFolder) {
    let node = root;
    for (const name of folder === '' ? [] : folder.split('/')) {
      const next: FolderNode<Value> = node.below.get(name) ?? { value: null, below: new Map() };
      node.below.set(name, next);
      node = next;
    }
    node.value = value;
  }
  return root;
}
