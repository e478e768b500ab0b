import { addressOf, compileResourcePattern, domainName, type ResourceKind } from '../../organisation/pure.ts';
import type { OwnershipFile } from '../compile.ts';
import { isDescriptor, readDescriptor } from '../forms/forms.ts';
import type { Facet } from './place.ts';

/** What a stored about.yaml names as its own besides paths (`security.bugBounty.assets`). */
export interface Asset {
  repositoryId: string;
  /** Key of the repository. */
  repository: string;
  /** The about.yaml. */
  path: string;
  asset: string;
}

/** Assets by what they name, so that ten thousand of them are asked at once. */
export interface AssetIndex {
  /** Domains by name; those written `*.shop.example` by what follows the asterisk. */
  domains: ReadonlyMap<string, readonly Asset[]>;
  below: ReadonlyMap<string, readonly Asset[]>;
  /** Networks and URLs, the more specific first. */
  others: readonly { kind: ResourceKind; fixed: number; matches(key: string): boolean; asset: Asset }[];
}

/** All assets that the files of a repository name; null for a file whose last good version counts. */
export const assetsIn = (
  files: readonly (OwnershipFile & { valid: boolean })[],
): { path: string; assets: string[] | null }[] =>
  files
    .filter(({ path }) => isDescriptor(path))
    .map(({ path, content, valid }) => ({ path, assets: valid ? namedIn(path, content) : null }));

function namedIn(path: string, content: string): string[] {
  // Most files name none, and reading ten thousand of them again would take a while.
  if (!content.includes('assets')) return [];
  const { descriptors } = readDescriptor(path, content);
  return [...new Set(descriptors.flatMap(({ service }) => service.bugBounty?.assets ?? []))];
}

/** What names nothing that can be looked up (an app in a store) is left out. */
export function compileAssets(assets: readonly Asset[]): AssetIndex {
  const domains = new Map<string, Asset[]>();
  const below = new Map<string, Asset[]>();
  const others: AssetIndex['others'][number][] = [];
  for (const asset of assets) {
    const text = asset.asset.trim();
    const kind = kindOf(text);
    const compiled = compileResourcePattern(kind, text);
    if (!compiled.ok) continue;
    const { exact, fixed, matches } = compiled.pattern;
    if (kind !== 'domain') others.push({ kind, fixed, matches, asset });
    else if (exact !== null) add(domains, exact, asset);
    else add(below, domainName(text.slice(2)), asset);
  }
  return { domains, below, others: others.sort((a, b) => b.fixed - a.fixed) };
}

const kindOf = (text: string): ResourceKind =>
  addressOf(text.replace(/\/\d+$/, '')) ? 'network' : text.includes('/') ? 'url' : 'domain';

const add = (index: Map<string, Asset[]>, name: string, asset: Asset) => {
  const known = index.get(name);
  if (known) known.push(asset);
  else index.set(name, [asset]);
};

/** The assets that name this most closely; several where several files claim the same. */
export function assetsFor({ domains, below, others }: AssetIndex, { kind, key }: Facet): readonly Asset[] {
  if (kind === 'domain') return domainAssets(domains, below, domainName(key));
  const best = others.find((one) => one.kind === kind && one.matches(key));
  if (!best) return [];
  return others.flatMap((one) =>
    one.kind === kind && one.fixed === best.fixed && one.matches(key) ? [one.asset] : [],
  );
}

function domainAssets(
  domains: AssetIndex['domains'],
  below: AssetIndex['below'],
  name: string,
): readonly Asset[] {
  const exact = domains.get(name);
  if (exact) return exact;
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
    const found = below.get(name.slice(dot + 1));
    if (found) return found;
  }
  return [];
}
