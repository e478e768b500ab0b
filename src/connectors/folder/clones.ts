import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { AppError } from '../../kernel/errors.ts';
import { isInside } from '../kit/tree-paths.ts';

/** A clone in the folder: with a work tree, or bare. */
export interface Clone {
  /** Below the folder, with slashes. */
  id: string;
  gitDir: string;
}

/** `host/organisation/repository` */
const MAX_DEPTH = 3;
const MAX_CLONES = 100_000;

/**
 * Every clone below a folder, sorted. Links to folders are not followed, and what is inside a clone is not
 * looked at: a repository may hold what looks like another one.
 * @throws AppError LK-CONNECTION when the folder is not there: that is no list without repositories
 */
export async function findClones(root: string): Promise<Clone[]> {
  const found: Clone[] = [];
  const look = async (path: string, depth: number): Promise<void> => {
    const entries = await readdir(join(root, path), { withFileTypes: true });
    for (const entry of entries) {
      const id = path === '' ? entry.name : `${path}/${entry.name}`;
      if (!entry.isDirectory() || entry.name === '.git' || !isInside(id)) continue;
      const gitDir = await gitDirOf(root, id);
      if (gitDir) found.push({ id, gitDir });
      else if (depth < MAX_DEPTH) await look(id, depth + 1);
      if (found.length > MAX_CLONES)
        throw new AppError('LK-TOO-LARGE', `there are more than ${MAX_CLONES} clones in the folder`);
    }
  };
  try {
    await look('', 1);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw new AppError('LK-CONNECTION', `the folder of clones cannot be read (${code})`, { cause });
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Where git keeps what it knows of a clone; null when there is none at that place, or it is outside the folder. */
export async function gitDirOf(root: string, id: string): Promise<string | null> {
  const folder = join(root, id);
  const home = await realpath(root);
  const isBelow = async (path: string): Promise<boolean> => {
    const real = await realpath(path).catch(() => null);
    return real?.startsWith(home.endsWith(sep) ? home : home + sep) ?? false;
  };
  if (!(await isBelow(folder))) return null;
  if (await isBelow(join(folder, '.git'))) return join(folder, '.git');
  const parts = await Promise.all(
    ['HEAD', 'objects', 'refs'].map((name) => stat(join(folder, name)).catch(() => null)),
  );
  const [head, objects, refs] = parts;
  return head?.isFile() && objects?.isDirectory() && refs?.isDirectory() ? folder : null;
}

/** The ref of the default branch: what the origin said when it was cloned, else where the clone stands. */
export async function defaultRef(gitDir: string): Promise<{ ref: string; branch: string }> {
  const origin = await symbolic(join(gitDir, 'refs/remotes/origin/HEAD'));
  const [, named] = /^refs\/remotes\/origin\/(.+)$/.exec(origin ?? '') ?? [];
  if (named) return { ref: origin!, branch: named };
  const head = await symbolic(join(gitDir, 'HEAD'));
  return { ref: 'HEAD', branch: /^refs\/heads\/(.+)$/.exec(head ?? '')?.[1] ?? 'HEAD' };
}

async function symbolic(file: string): Promise<string | null> {
  const text = await readFile(file, 'utf8').catch(() => '');
  // git's own rules for names ("git check-ref-format") leave out all that could be an option or an expression.
  return /^ref: (refs\/[^\s~^:?*[\\]+)\s*$/.exec(text)?.[1] ?? null;
}
