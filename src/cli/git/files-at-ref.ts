import { runGit } from './run-git.ts';

export interface FileAtRef {
  path: string;
  content: string;
}

/** Files as they are in a commit; or that there is no such commit; or why git does not tell. */
export type FilesAtRef =
  | { state: 'read'; files: FileAtRef[] }
  | { state: 'no-such-ref'; why: string }
  | { state: 'unknown'; why: string };

interface Entry {
  path: string;
  id: string;
  size: number;
}

const MAX_TREE_BYTES = 256 * 1024 * 1024;
/** Descriptors of a huge monorepo come to a few megabytes. */
const MAX_TOTAL_BYTES = 128 * 1024 * 1024;

/**
 * Reads the wanted files of a commit from git's own store: no filter, no checkout, links are not followed.
 * @param ref a branch, tag or commit, as the caller wrote it
 * @param wanted chooses by the path from the root, with `/`
 * @param maxBytes of one file; of a larger one the beginning is read
 */
export async function filesAtRef(
  folder: string,
  ref: string,
  wanted: (path: string) => boolean,
  maxBytes: number,
): Promise<FilesAtRef> {
  const inside = await runGit(folder, ['rev-parse', '--git-dir']);
  if (!inside.ok) return { state: 'unknown', why: inside.why };
  const commit = await runGit(folder, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${ref}^{commit}`,
  ]);
  if (!commit.ok) return { state: 'no-such-ref', why: `there is no commit ${ref} here` };
  const id = commit.out.toString('utf8').trim();
  const listed = await runGit(folder, ['ls-tree', '-r', '-l', '-z', id], { maxBytes: MAX_TREE_BYTES });
  if (!listed.ok) return { state: 'unknown', why: listed.why };
  if (listed.cut) return { state: 'unknown', why: 'the tree of that commit is larger than we read' };
  const entries = entriesIn(listed.out).filter(({ path }) => wanted(path));
  return contentsOf(folder, entries, maxBytes);
}

/** `<mode> blob <id> <size>\t<path>`; links (120000) and submodules are no files. */
const ENTRY = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t(.+)$/s;

const entriesIn = (out: Buffer): Entry[] =>
  out
    .toString('utf8')
    .split('\0')
    .flatMap((line) => {
      const match = ENTRY.exec(line);
      return match ? [{ id: match[1]!, size: Number(match[2]), path: match[3]! }] : [];
    });

async function contentsOf(folder: string, entries: Entry[], maxBytes: number): Promise<FilesAtRef> {
  const small = entries.filter(({ size }) => size <= maxBytes);
  if (small.reduce((sum, { size }) => sum + size, 0) > MAX_TOTAL_BYTES)
    return { state: 'unknown', why: 'its ownership files are larger together than we read' };
  const files: FileAtRef[] = [];
  if (small.length > 0) {
    const input = small.map(({ id }) => `${id}\n`).join('');
    const read = await runGit(folder, ['cat-file', '--batch'], { input, maxBytes: MAX_TOTAL_BYTES * 2 });
    if (!read.ok) return { state: 'unknown', why: read.why };
    const contents = batchOf(read.out);
    if (contents.length !== small.length)
      return { state: 'unknown', why: 'git does not have all of its files (a partial clone?)' };
    for (const [index, { path }] of small.entries()) files.push({ path, content: contents[index]! });
  }
  for (const { path, id, size } of entries) {
    if (size <= maxBytes) continue;
    const read = await runGit(folder, ['cat-file', 'blob', id], { maxBytes });
    if (!read.ok) return { state: 'unknown', why: read.why };
    files.push({ path, content: read.out.toString('utf8') });
  }
  return { state: 'read', files: files.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

/** `<id> blob <size>\n<content>\n`, one after the other; ends at the first that is missing. */
function batchOf(out: Buffer): string[] {
  const contents: string[] = [];
  for (let at = 0; at < out.length; ) {
    const end = out.indexOf(10, at);
    const size = /^[0-9a-f]+ blob (\d+)$/.exec(out.toString('latin1', at, end))?.[1];
    if (end < 0 || size === undefined) break;
    contents.push(out.toString('utf8', end + 1, end + 1 + Number(size)));
    at = end + 1 + Number(size) + 1;
  }
  return contents;
}
