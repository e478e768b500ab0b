import { AppError } from '../kernel/errors.ts';
import { resourceRulesOf } from '../modules/organisation/pure.ts';
import {
  assetsIn,
  compileOwnership,
  compileResources,
  linkedTo,
  type OwnershipFile,
  type ResolvedOwner,
  resolveResource,
  resourcePlaceOfKey,
} from '../modules/ownership/pure.ts';
import { repositoryOf, type TeamsFile } from './ownership-files.ts';

/**
 * Who owns what is not a path, by the rules of a document and the about.yaml of one checkout.
 * @param resource `kind:key`
 * @throws AppError LK-USAGE
 */
export function ownerOfResource(
  resource: string,
  teams: TeamsFile,
  checkout: { folder: string; files: readonly OwnershipFile[] },
): ResolvedOwner {
  const place = resourcePlaceOfKey(resource);
  if (!place)
    throw new AppError('LK-USAGE', `${resource} is no KIND:KEY, such as image:registry.example/pay/api`);
  const { registry, document } = teams;
  const repository = repositoryOf(checkout.folder, teams);
  const files = checkout.files.map((file) => ({ ...file, valid: true }));
  const map = compileResources({
    registry,
    rules: resourceRulesOf(document.resources ?? []).map((rule) => ({
      ...rule,
      repositoryId: rule.repository,
    })),
    overrides: [],
    assets: assetsIn(files).flatMap(({ path, assets }) =>
      (assets ?? []).map((asset) => ({
        repositoryId: repository.key,
        repository: repository.key,
        path,
        asset,
      })),
    ),
  });
  const owned = compileOwnership({ repository, registry, files });
  const { via: _, ...owner } = resolveResource(linkedTo(map, repository.key, owned), place);
  return owner;
}
