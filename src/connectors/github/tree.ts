import type { HostFiles } from '../connector.ts';
import { read } from '../kit/api.ts';
import type { TreeEntry } from '../kit/tree-files.ts';
import type { As, Github } from './access.ts';
import { type Tree, treeShape } from './shapes.ts';

/** GitHub cuts a tree at 100,000 entries or 7 MB ("Get a tree"); compact JSON of it may be larger. */
const MAX_TREE_BYTES = 40_000_000;
/** Folder by folder, a very large repository costs at most this many requests. */
const MAX_REQUESTS = 300;
const MAX_ENTRIES = 500_000;
/** Where ownership is written most: looked at first. */
const FIRST = new Set(['.github', 'docs', '.gitlab']);

interface Walk {
  entries: TreeEntry[];
  problems: HostFiles['problems'];
}

/** Everything in a commit: one request, or folder by folder where GitHub cuts the answer. */
export async function treeOf(github: Github, as: As, key: string, commit: string): Promise<Walk> {
  const get = async (sha: string, recursive: boolean): Promise<Tree> => {
    const path = `/repos/${key}/git/trees/${sha}${recursive ? '?recursive=1' : ''}`;
    const response = await github.ask(as, path, { maxResponseBytes: MAX_TREE_BYTES });
    return read(github.api, `the tree of ${key}`, response, treeShape);
  };
  const walk: Walk = { entries: [], problems: [] };
  const queue = [{ sha: commit, path: '' }];
  let requests = 0;
  while (queue.length > 0 && requests < MAX_REQUESTS && walk.entries.length < MAX_ENTRIES) {
    const folder = queue.shift()!;
    const whole = await get(folder.sha, true);
    requests++;
    if (!whole.truncated) {
      add(walk, whole, folder.path);
      continue;
    }
    const direct = await get(folder.sha, false);
    requests++;
    add(walk, direct, folder.path);
    if (direct.truncated) tell(walk, folder.path, 'this folder has more entries than the code host lists');
    const inside = direct.tree.filter(({ type }) => type === 'tree');
    const sorted = [
      ...inside.filter(({ path }) => FIRST.has(path)),
      ...inside.filter(({ path }) => !FIRST.has(path)),
    ];
    queue.push(...sorted.map(({ sha, path }) => ({ sha, path: joined(folder.path, path) })));
  }
  if (queue.length > 0)
    tell(
      walk,
      queue[0]!.path,
      `this repository is too large to look at all of it: ${queue.length} folders were not looked at`,
    );
  return walk;
}

function add({ entries }: Walk, { tree }: Tree, folder: string): void {
  for (const { path, mode, type, sha, size } of tree) {
    if (type !== 'blob') continue;
    const kind = mode === '120000' ? 'link' : 'file';
    entries.push({ path: joined(folder, path), kind, id: sha, size: size ?? null });
  }
}

const tell = ({ problems }: Walk, path: string, message: string): void =>
  void problems.push({ path, message });

const joined = (folder: string, path: string): string => (folder === '' ? path : `${folder}/${path}`);
