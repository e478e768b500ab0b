import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { AppError } from '../kernel/errors.ts';
import {
  type OrganisationFile,
  parseOrganisation,
  type Registry,
  registryOf,
} from '../modules/organisation/pure.ts';
import { CODEOWNERS_PLACES, isAbout, isCatalogue, type OwnershipFile } from '../modules/ownership/pure.ts';

/** Enough to see that a file is over every limit, without reading all of it. */
const READ_BYTES = 4 * 1024 * 1024;
/** Folders that hold other people's code; hidden ones are passed over but for the code hosts' own. */
const FOREIGN = new Set(['node_modules', 'vendor']);
const HIDDEN = new Set(['.github', '.gitlab']);

/** All ownership files below a folder. Links are not followed: they may lead out of the repository. */
export async function ownershipFilesOf(repository: string): Promise<OwnershipFile[]> {
  const info = await stat(repository).catch(() => null);
  if (!info?.isDirectory()) throw new AppError('LK-USAGE', `${repository} is not a folder`);
  const files: OwnershipFile[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = await readdir(join(repository, folder), { withFileTypes: true });
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        const passed = FOREIGN.has(entry.name) || (entry.name.startsWith('.') && !HIDDEN.has(entry.name));
        if (!passed) folders.push(path);
      } else if (entry.isFile() && (isAbout(path) || isCatalogue(path) || CODEOWNERS_PLACES.includes(path)))
        files.push({ path, content: await beginningOf(join(repository, path)) });
    }
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function beginningOf(file: string): Promise<string> {
  const handle = await open(file);
  try {
    const buffer = Buffer.alloc(Math.min(READ_BYTES, (await handle.stat()).size));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

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
