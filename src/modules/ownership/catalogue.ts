import { ABOUT_LIMITS, type FileProblem, readYaml } from '../organisation/pure.ts';
import { folderOf, type Place } from './about.ts';

/** What a Backstage catalogue file says of its folder: the owner of its first component, else of anything. */
export interface CatalogueOwner {
  file: string;
  folder: string;
  owner: string;
  place: Place;
}

/** Reads `catalog-info.yaml` (backstage.io, "Descriptor Format of Catalog Entities"); several documents may follow. */
export function readCatalogue(
  file: string,
  content: string,
): { owner: CatalogueOwner | null; problems: FileProblem[] } {
  const { trees, problems } = readYaml(file, content, ABOUT_LIMITS);
  const owners = trees.flatMap((tree) => {
    const owner = field(field(tree.value, 'spec'), 'owner');
    if (typeof owner !== 'string' || owner.trim() === '') return [];
    const place = tree.locate(['spec', 'owner']);
    return [{ kind: field(tree.value, 'kind'), owner: { file, folder: folderOf(file), owner, place } }];
  });
  const chosen = owners.find(({ kind }) => kind === 'Component') ?? owners[0];
  // The file has readers of its own: what is wrong with it is not ours to call an error.
  return {
    owner: chosen?.owner ?? null,
    problems: problems.map((problem) => ({ ...problem, level: 'warning' })),
  };
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
