import { sha1 } from './code-host-server.ts';

/** What a push brings: text or bytes, a link to another path, null to remove. */
export type Change = string | Uint8Array | { link: string } | null;

export interface FakeEntry {
  path: string;
  mode: '100644' | '120000' | '040000';
  type: 'blob' | 'tree';
  sha: string;
  size?: number;
}

/** The default branch of one repository, with its history of one commit: the newest. */
export class FakeGit {
  private readonly blobs = new Map<string, { mode: FakeEntry['mode']; bytes: Uint8Array }>();
  private pushes = 0;
  private cached: FakeEntry[] | null = null;
  /** Null: nothing was ever pushed. */
  head: string | null = null;

  push(changes: Record<string, Change>, seed: string): string {
    for (const [path, change] of Object.entries(changes)) {
      if (change === null) this.blobs.delete(path);
      else if (change instanceof Uint8Array) this.blobs.set(path, { mode: '100644', bytes: change });
      else if (typeof change === 'string')
        this.blobs.set(path, { mode: '100644', bytes: Buffer.from(change) });
      else this.blobs.set(path, { mode: '120000', bytes: Buffer.from(change.link) });
    }
    this.cached = null;
    this.pushes++;
    this.head = sha1(`commit ${seed} ${this.pushes}`);
    return this.head;
  }

  /** All files and folders, sorted by path; the folders' hashes are ours, the files' are git's. */
  entries(): FakeEntry[] {
    if (this.cached) return this.cached;
    const entries: FakeEntry[] = [];
    const folders = new Map<string, string[]>();
    for (const [path, { mode, bytes }] of this.blobs) {
      const sha = sha1(Buffer.concat([Buffer.from(`blob ${bytes.length}\0`), bytes]));
      entries.push({ path, mode, type: 'blob', sha, size: bytes.length });
      for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
        const folder = path.slice(0, end);
        folders.set(folder, [...(folders.get(folder) ?? []), `${path} ${sha}`]);
      }
    }
    for (const [path, inside] of folders)
      entries.push({
        path,
        mode: '040000',
        type: 'tree',
        sha: sha1(`tree ${path} ${inside.sort().join('\n')}`),
      });
    this.cached = entries.sort((a, b) => (a.path < b.path ? -1 : 1));
    return this.cached;
  }

  /** The folder of that hash ('' for the commit itself); null when there is none. */
  folderOf(sha: string): string | null {
    if (sha === this.head) return '';
    return this.entries().find((entry) => entry.type === 'tree' && entry.sha === sha)?.path ?? null;
  }

  /** What is in a folder, with paths as seen from it. */
  inside(folder: string, recursive: boolean): FakeEntry[] {
    const start = folder === '' ? '' : `${folder}/`;
    return this.entries()
      .filter(({ path }) => path.startsWith(start) && (recursive || !path.slice(start.length).includes('/')))
      .map((entry) => ({ ...entry, path: entry.path.slice(start.length) }));
  }

  bytesOf(sha: string): Uint8Array | null {
    const entry = this.entries().find((one) => one.type === 'blob' && one.sha === sha);
    return entry ? this.blobs.get(entry.path)!.bytes : null;
  }
}
