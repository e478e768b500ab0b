import type { OwnershipFile } from '../compile.ts';
import { folderOf } from '../forms/form.ts';
import { isAbout, readDescriptor } from '../forms/forms.ts';
import { MANIFESTS } from './manifest.ts';

/** Where an about.yaml of a folder would stand, or the one that stands there already. */
export type AboutPlace = { path: string; taken: boolean };

/** Beside a file of that name that is somebody else's, ours is about.yml. */
export function aboutPlace(files: readonly OwnershipFile[], folder: string): AboutPlace {
  const here = files.filter(({ path }) => isAbout(path) && folderOf(path) === folder);
  const own = here.find((file) => !isForeign(file));
  if (own) return { path: own.path, taken: true };
  const free = ['about.yaml', 'about.yml'].map((name) => (folder === '' ? name : `${folder}/${name}`));
  const path = free.find((name) => here.every((file) => file.path !== name));
  return path === undefined ? { path: free[0]!, taken: true } : { path, taken: false };
}

const isForeign = ({ path, content }: OwnershipFile) =>
  readDescriptor(path, content).problems.some(({ code }) => code === 'foreign-file');

/** Manifests in there are not of things that run. */
const ASIDE = /^(\..*|tests?|__tests__|testdata|fixtures?|examples?|samples?|templates?|third[_-]party)$/i;

/**
 * Folders below the root that build something of their own, by their manifests.
 * @param paths all files of the repository
 */
export function foldersOfTheirOwn(paths: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const path of paths) {
    const folder = folderOf(path);
    const isManifest = MANIFESTS.includes(path.slice(folder === '' ? 0 : folder.length + 1));
    if (isManifest && folder !== '' && !folder.split('/').some((part) => ASIDE.test(part)))
      folders.add(folder);
  }
  return [...folders].sort();
}
