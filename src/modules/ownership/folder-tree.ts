interface Node<Value> {
  value: Value | undefined;
  below: Map<string, Node<Value>>;
}

/** Values of folders, found on the way down: most paths leave the tree after a few names. */
export class FolderTree<Value> {
  private readonly root: Node<Value> = { value: undefined, below: new Map() };

  constructor(byFolder: ReadonlyMap<string, Value>) {
    for (const [folder, value] of byFolder) {
      let node = this.root;
      for (const name of folder === '' ? [] : folder.split('/')) {
        const next: Node<Value> = node.below.get(name) ?? { value: undefined, below: new Map() };
        node.below.set(name, next);
        node = next;
      }
      node.value = value;
    }
  }

  /** The values of a folder and the folders around it, the nearest first, with how deep each lies. */
  around(names: readonly string[]): { value: Value; depth: number }[] {
    const found: { value: Value; depth: number }[] = [];
    let node: Node<Value> | undefined = this.root;
    for (let depth = 0; node; node = node.below.get(names[depth++] ?? '')) {
      if (node.value !== undefined) found.unshift({ value: node.value, depth });
      if (depth === names.length) break;
    }
    return found;
  }
}
