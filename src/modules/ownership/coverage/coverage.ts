import type { OwnerSource } from '../../../kernel/owner.ts';
import type { FileProblem } from '../../organisation/pure.ts';
import type { OwnershipMap } from '../compile.ts';
import { exposureOf } from '../exposure.ts';
import { folderOf } from '../forms/form.ts';
import { isDescriptor } from '../forms/forms.ts';
import { aroundFolder } from '../nearest-folder.ts';
import { resolveOwner } from '../resolve.ts';

/** How well one service of a repository is owned; the repository as a whole is the service of the folder ''. */
export interface Coverage {
  folder: string;
  /** Null where nobody named it. */
  name: string | null;
  team: string;
  source: OwnerSource;
  unowned: boolean;
  /** The nearest file that describes it. */
  descriptor: string | null;
  /** When people last went through that file, as it says itself: `2026-10-01`. */
  reviewed: string | null;
  /** Errors in that file. */
  errors: number;
}

/** No pattern but those for everything in a folder matches this name. */
const ANY_FILE = '*';

/**
 * The repository and its services: those of the registry, and folders with a descriptor of their own.
 * @param problems of the newest versions of the files, and of what they come to
 */
export function coverageOf(map: OwnershipMap, problems: readonly FileProblem[]): Coverage[] {
  const errors = Map.groupBy(
    problems.filter(({ level, file }) => level === 'error' && isDescriptor(file)),
    ({ file }) => file,
  );
  /** Also what was never valid describes its folder, if badly. */
  const broken = new Map([...errors.keys()].map((file) => [folderOf(file), file]));
  const folders = new Set([
    '',
    ...map.services.map(({ path }) => path),
    ...map.abouts.keys(),
    ...broken.keys(),
  ]);
  return [...folders].sort().map((folder) => {
    const path = folder === '' ? null : `${folder}/${ANY_FILE}`;
    const { team, source, unowned } = resolveOwner(map, path);
    const nearest = nearestDescriptor(map, folder);
    const descriptor = broken.get(folder) ?? nearest?.file ?? null;
    return {
      folder,
      name: exposureOf(map, path).service,
      team,
      source,
      unowned,
      descriptor,
      reviewed: nearest?.reviewed ?? null,
      errors: errors.get(descriptor ?? '')?.length ?? 0,
    };
  });
}

const nearestDescriptor = (map: OwnershipMap, folder: string) =>
  aroundFolder(map.abouts, folder)[0]?.about ?? aroundFolder(map.catalogue, folder)[0]?.[0]?.descriptor;
