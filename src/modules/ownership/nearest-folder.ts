/** Folders kept in memory; a hostile report may name any number. */
const MAX_FOLDERS = 50_000;

/** Values of some folders, asked for by path: those of the folders around it, the nearest first. */
export class NearestFolder<Value> {
  private readonly byFolder: ReadonlyMap<string, Value>;
  private readonly chains = new Map<string, readonly Value[]>();
  private readonly root: readonly Value[];

  /** @param byFolder folder without slashes at its ends ('' is the root) -> value */
  constructor(byFolder: ReadonlyMap<string, Value>) {
    this.byFolder = byFolder;
    const root = byFolder.get('');
    this.root = root === undefined ? [] : [root];
  }

  /** @param path of a file; null means the repository as a whole */
  around(path: string | null): readonly Value[] {
    const slash = path === null ? -1 : path.lastIndexOf('/');
    if (slash < 0 || this.byFolder.size === this.root.length) return this.root;
    const folder = path!.slice(0, slash);
    const known = this.chains.get(folder);
    if (known) return known;
    const chain = [...this.walk(folder)];
    if (this.chains.size >= MAX_FOLDERS) this.chains.clear();
    this.chains.set(folder, chain);
    return chain;
  }

  private *walk(folder: string): Generator<Value> {
    for (let end = folder.length; end > 0; end = folder.lastIndexOf('/', end - 1)) {
      const value = this.byFolder.get(folder.slice(0, end));
      if (value !== undefined) yield value;
    }
    yield* this.root;
  }
}
