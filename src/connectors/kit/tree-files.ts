import { AppError } from '../../kernel/errors.ts';
import type { HostFiles } from '../connector.ts';
import { isInside, linkTarget } from './tree-paths.ts';

/** Something in the tree of a commit. */
export interface TreeEntry {
  /** Bytes that are no UTF-8 come as replacement characters: such a path is not wanted by anybody. */
  path: string;
  kind: 'file' | 'link' | 'other';
  /** The code host's name of the content. */
  id: string;
  /** Bytes; null where the tree does not tell. */
  size: number | null;
}

export type ReadBlob = (entry: TreeEntry, maxBytes: number) => Promise<Uint8Array | 'too-large'>;

type Found = Pick<HostFiles, 'files' | 'problems'>;

/** GitHub's own limit for CODEOWNERS ("About code owners"); ours for everything else that says who owns. */
const CODEOWNERS_BYTES = 3 * 1024 * 1024;
const DESCRIPTOR_BYTES = 256 * 1024;
/** PATH_MAX of Linux: a link cannot be longer. */
const LINK_BYTES = 4096;
/** More than any repository that we heard of, and little enough for one transaction. */
const MAX_FILES = 1000;
const MAX_TOTAL_BYTES = 32 * 1024 * 1024;
/** Read at once: the client lets eight to a host. */
const AT_ONCE = 8;

/** Reads the wanted files of a tree, the nearest to the root first; what cannot be read is told. */
export async function readWanted(
  tree: readonly TreeEntry[],
  wanted: (path: string) => boolean,
  read: ReadBlob,
): Promise<Found> {
  const found: Found = { files: [], problems: [] };
  const byPath = new Map(tree.map((entry) => [entry.path, entry]));
  const chosen = [...byPath.values()].filter(
    ({ path, kind }) => kind !== 'other' && isInside(path) && wanted(path),
  );
  chosen.sort((a, b) => depth(a.path) - depth(b.path) || (a.path < b.path ? -1 : 1));
  const left = chosen.splice(MAX_FILES);
  let bytes = 0;
  for (let i = 0; i < chosen.length && bytes <= MAX_TOTAL_BYTES; i += AT_ONCE) {
    const batch = chosen.slice(i, i + AT_ONCE);
    const texts = await Promise.all(batch.map((entry) => textOf(entry, byPath, read)));
    batch.forEach(({ path }, at) => {
      const text = texts[at]!;
      if ('problem' in text) found.problems.push({ path, message: text.problem });
      else found.files.push({ path, content: text.content });
      bytes += 'content' in text ? text.content.length : 0;
    });
    if (bytes > MAX_TOTAL_BYTES) left.unshift(...chosen.slice(i + AT_ONCE));
  }
  if (left.length > 0)
    found.problems.push({
      path: left[0]!.path,
      message: `this repository has more ownership files than are read at once: ${left.length} of them are left out, the deepest first`,
    });
  return found;
}

type Text = { content: string } | { problem: string };

async function textOf(
  entry: TreeEntry,
  byPath: ReadonlyMap<string, TreeEntry>,
  read: ReadBlob,
): Promise<Text> {
  if (entry.kind !== 'link') return content(entry, entry.path, read);
  const link = await read(entry, LINK_BYTES);
  const target = link === 'too-large' ? null : linkTarget(entry.path, Buffer.from(link).toString());
  if (target === null) return { problem: 'this link leads out of the repository: not followed' };
  const there = byPath.get(target);
  if (target === entry.path) return { problem: 'this link leads to itself' };
  if (there?.kind === 'link')
    return { problem: `this link leads to another link (${target}): one step is followed` };
  if (there?.kind !== 'file') return { problem: `this link leads to ${target}, where there is no file` };
  return content(there, entry.path, read);
}

/** @param path by which it is wanted: decides how large it may be */
async function content(entry: TreeEntry, path: string, read: ReadBlob): Promise<Text> {
  const isCodeowners = path.slice(path.lastIndexOf('/') + 1) === 'CODEOWNERS';
  const maxBytes = isCodeowners ? CODEOWNERS_BYTES : DESCRIPTOR_BYTES;
  const bytes = (entry.size ?? 0) > maxBytes ? 'too-large' : await read(entry, maxBytes);
  if (bytes === 'too-large' || bytes.length > maxBytes)
    return { problem: `larger than ${isCodeowners ? '3 MB' : '256 KiB'}: not read` };
  const text = decode(bytes);
  if (text === null) return { problem: 'not UTF-8: save it as UTF-8 and it is read' };
  if (text.includes('\0')) return { problem: 'holds a NUL character: this is no text' };
  return { content: text };
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

const depth = (path: string): number => path.split('/').length;

/** Reads by a function that throws LK-TOO-LARGE, as the HTTP client does. */
export async function orTooLarge(reading: Promise<Uint8Array>): Promise<Uint8Array | 'too-large'> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AppError && error.code === 'LK-TOO-LARGE') return 'too-large';
    throw error;
  }
}
