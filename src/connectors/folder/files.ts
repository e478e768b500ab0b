import { AppError } from '../../kernel/errors.ts';
import type { HostFiles, HostRepository } from '../connector.ts';
import { readWanted, type TreeEntry } from '../kit/tree-files.ts';
import { isInside } from '../kit/tree-paths.ts';
import { openBlobs } from './blobs.ts';
import { defaultRef, gitDirOf } from './clones.ts';
import { type GitAnswer, runGit } from './git.ts';

/** As `CodeHost.files`, from a clone; what is checked out does not count. */
export async function readFiles(
  root: string,
  { id, key }: Pick<HostRepository, 'id' | 'key'>,
  wanted: (path: string) => boolean,
  known: string | null,
): Promise<HostFiles | 'unchanged' | 'gone'> {
  const gitDir = isInside(id) ? await gitDirOf(root, id) : null;
  if (gitDir === null) return 'gone';
  const { ref } = await defaultRef(gitDir);
  const commit = await commitOf(gitDir, ref, key);
  if (commit === known) return 'unchanged';
  if (commit === '') return { commit: '', files: [], problems: [] };
  const tree = await runGit(gitDir, ['ls-tree', '-r', '-z', '-l', '--full-tree', commit]);
  if (tree.code !== 0) throw unreadable(key, tree);
  const blobs = openBlobs(gitDir);
  try {
    const found = await readWanted(entriesOf(tree.output), wanted, async (entry, maxBytes) =>
      (entry.size ?? 0) > maxBytes ? 'too-large' : blobs.read(entry.id),
    );
    return { commit, ...found };
  } finally {
    blobs.close();
  }
}

/** '' when nothing was ever committed. */
async function commitOf(gitDir: string, ref: string, key: string): Promise<string> {
  const answer = await runGit(gitDir, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${ref}^{commit}`,
  ]);
  const commit = answer.output.toString().trim();
  if (answer.code === 0 && /^[0-9a-f]{40,64}$/.test(commit)) return commit;
  if (answer.code === 1) return '';
  throw unreadable(key, answer);
}

const unreadable = (key: string, { complaint }: GitAnswer): AppError =>
  new AppError('LK-ANSWER', `git cannot read the clone ${key}: ${complaint || 'it says nothing'}`);

/** `<mode> <type> <id> <size>\t<path>\0` ("git ls-tree"). */
function entriesOf(output: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (let at = 0, end = output.indexOf(0); end >= 0; at = end + 1, end = output.indexOf(0, at)) {
    const [, mode, type, id, size, path] =
      /^(\d+) (\w+) ([0-9a-f]+) +(\d+|-)\t([\s\S]+)$/.exec(output.toString('utf8', at, end)) ?? [];
    if (!path || type !== 'blob') continue;
    entries.push({ path, kind: mode === '120000' ? 'link' : 'file', id: id!, size: Number(size) });
  }
  return entries;
}
