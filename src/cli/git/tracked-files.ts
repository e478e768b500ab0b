import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { runGit } from './run-git.ts';

/** A tree of a million files is about 60 MB of names. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * The files that git knows or would add, with `/`, from the root of the checkout. Null when the folder is not
 * the root of one, or git does not answer: then whoever asks walks the folder.
 */
export async function trackedFiles(folder: string): Promise<string[] | null> {
  if (!(await lstat(join(folder, '.git')).catch(() => null))) return null;
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const answer = await runGit(folder, args, { maxBytes: MAX_BYTES });
  if (!answer.ok || answer.cut) return null;
  // Files in conflict are listed once for each side.
  return [...new Set(namesIn(answer.out))];
}

/** Names that end with NUL. What leads out of the folder is left out: a hostile index may hold anything. */
const namesIn = (out: Buffer): string[] =>
  out
    .toString('utf8')
    .split('\0')
    .filter((path) => path !== '' && !path.startsWith('/') && !path.split('/').includes('..'));
