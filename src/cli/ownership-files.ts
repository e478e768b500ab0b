import { constants } from 'node:fs';
import { open, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { AppError } from '../kernel/errors.ts';
import {
  type FileProblem,
  type OrganisationFile,
  parseOrganisation,
  type Registry,
  registryOf,
} from '../modules/organisation/pure.ts';
import { isOwnershipFile, type OwnershipFile } from '../modules/ownership/pure.ts';
import { trackedFiles } from './git/tracked-files.ts';

/** Enough to see that a file is over every limit, without reading all of it. */
export const READ_BYTES = 4 * 1024 * 1024;
/** Folders that hold other people's code; hidden ones are passed over but for the code hosts' own. */
const FOREIGN = new Set(['node_modules', 'vendor']);
const HIDDEN = new Set(['.github', '.gitlab']);
/** A pipe must not make us wait, and a link that was put there meanwhile is not followed. */
const READ = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

/** What was found, and what could not be looked at. */
export interface FoundFiles {
  files: OwnershipFile[];
  problems: FileProblem[];
}

/** All ownership files of a folder. @throws AppError LK-USAGE */
export const ownershipFilesOf = async (repository: string): Promise<OwnershipFile[]> =>
  (await findOwnershipFiles(repository)).files;

/**
 * All ownership files of a folder, from git's list where it is a checkout, else by walking it. Links are not
 * followed: they may lead out of the repository, or in a circle. What cannot be read is told.
 * @throws AppError LK-USAGE when it is not a folder
 */
export async function findOwnershipFiles(repository: string): Promise<FoundFiles> {
  const paths = await pathsIn(repository, isOwnershipFile);
  const root = await realpath(repository);
  const found: FoundFiles = { files: [], problems: paths.unread };
  for (const path of paths.wanted.sort()) {
    const content = await contentOf(root, path);
    if (typeof content === 'string') found.files.push({ path, content });
    else if (content) found.problems.push({ ...content, file: path });
  }
  return found;
}

/** All paths of a folder that are wanted, links among them. @throws AppError LK-USAGE */
export async function pathsIn(
  repository: string,
  wanted: (path: string) => boolean,
): Promise<{ wanted: string[]; unread: FileProblem[] }> {
  const info = await stat(repository).catch(() => null);
  if (!info?.isDirectory()) throw new AppError('LK-USAGE', `${repository} is not a folder`);
  const tracked = await trackedFiles(repository);
  if (!tracked) return walk(repository, wanted);
  const own = (path: string) => !path.split('/').slice(0, -1).some(isPassedOver);
  return { wanted: tracked.filter((path) => wanted(path) && own(path)), unread: [] };
}

const isPassedOver = (folder: string) =>
  FOREIGN.has(folder) || (folder.startsWith('.') && !HIDDEN.has(folder));

async function walk(repository: string, wanted: (path: string) => boolean) {
  const found = { wanted: [] as string[], unread: [] as FileProblem[] };
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = await readdir(join(repository, folder), { withFileTypes: true }).catch(() => null);
    if (!entries) found.unread.push({ file: folder || '.', ...unreadable('this folder cannot be opened') });
    for (const entry of entries ?? []) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (!entry.isDirectory() && wanted(path)) found.wanted.push(path);
      else if (entry.isDirectory() && !isPassedOver(entry.name)) folders.push(path);
    }
  }
  return found;
}

/** A file of a repository, unless it is not there, a link, unreadable or larger than `maxBytes`. */
export async function textOf(repository: string, path: string, maxBytes: number): Promise<string | null> {
  const content = await contentOf(await realpath(repository), path);
  return typeof content === 'string' && content.length <= maxBytes ? content : null;
}

/** Whether a folder of a repository is there itself, and not by a link. */
export async function isRealFolder(repository: string, folder: string): Promise<boolean> {
  const root = await realpath(repository);
  return (await realpath(join(root, folder)).catch(() => null)) === join(root, folder);
}

type Unread = Omit<FileProblem, 'file'>;

/** The beginning of a file; why it is not read; null when it is not there (deleted, but not yet in git). */
async function contentOf(root: string, path: string): Promise<string | Unread | null> {
  const file = join(root, path);
  const real = await realpath(file).catch((error: NodeJS.ErrnoException) => error.code ?? '');
  if (real === 'ENOENT' || real === 'ENOTDIR') return null;
  if (real === 'ELOOP' || (real.startsWith('/') && real !== file)) return LINK;
  const handle = await open(file, READ).catch(() => null);
  if (!handle) return unreadable('this file cannot be opened; may whoever runs the check read it?');
  try {
    const info = await handle.stat();
    if (!info.isFile()) return LINK;
    const buffer = Buffer.alloc(Math.min(READ_BYTES, info.size));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } catch {
    return unreadable('this file cannot be read to its end');
  } finally {
    await handle.close();
  }
}

const LINK: Unread = {
  line: 1,
  column: 1,
  level: 'warning',
  code: 'not-used',
  message: 'this is no plain file, and links are not followed: put the file itself here',
  suggestion: null,
};

const unreadable = (message: string): Unread => ({
  line: 1,
  column: 1,
  level: 'error',
  code: 'unreadable',
  message,
  suggestion: null,
});

export interface TeamsFile {
  registry: Registry;
  document: OrganisationFile;
}

/** `--teams FILE`: organisation.yaml or a list of teams. @throws AppError LK-USAGE, LK-VALIDATION */
export async function teamsOf(file: string): Promise<TeamsFile> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AppError('LK-USAGE', `${file} cannot be read`, { cause });
  });
  const { document, problems } = parseOrganisation(file, text, null);
  const first = problems.find(({ level }) => level === 'error');
  if (document) return { document, registry: registryOf(document) };
  throw new AppError('LK-VALIDATION', `${first?.message} (${file}:${first?.line}:${first?.column})`);
}

/** The registry's entry for a checkout: the one repository whose name the folder has. */
export function repositoryOf(folder: string, teams: TeamsFile | null) {
  const name = basename(resolve(folder));
  const named = teams?.document.repositories.filter(
    ({ key }) => key.slice(key.lastIndexOf('/') + 1) === name,
  );
  const [entry] = named?.length === 1 ? named : [];
  return { key: entry?.key ?? name, unitKey: entry?.unit ?? null };
}
