import type { Observation } from '../../../kernel/observation.ts';
import { addressOf, RESOURCE_KINDS, type ResourceKind } from '../../organisation/pure.ts';

export type Labels = Readonly<Record<string, string>>;

/** One thing on the way from what was found outwards: a bucket, its account. */
export interface Facet {
  /** A repository is asked last, for what has no path in it. */
  kind: ResourceKind | 'repository';
  key: string;
  /** Whose cloud, where the key tells: aws, azure, gcp. */
  provider: string | null;
  /** What a report says of it. */
  labels?: Labels;
  /** The scan says that it is made from this repository. */
  repository?: { id: string; path: string | null };
}

/** What is not a path, from the inside out: the thing itself, then what holds it. */
export type ResourcePlace = readonly Facet[];

/** What of an observation says where it lies. */
type Found = Pick<Observation, 'resource' | 'web' | 'component'> & { place: { path?: string | undefined } };

/** What was looked at, as the scan tells it. */
export interface ResourceTarget {
  kind: string;
  key: string;
  /** Of the target as a whole: an image's labels. */
  labels: Labels;
  repositoryId: string | null;
}

/**
 * Where an observation lies that lies on no path: its own resource, then the target. In a repository only what has
 * a resource and no file.
 */
export function resourcePlaceOf(
  target: ResourceTarget,
  { resource, web, component, place }: Found,
): ResourcePlace {
  const inside: Facet[] = [];
  const named = target.kind === 'cluster' ? target.key : null;
  if (target.kind !== 'repository') {
    if (component) inside.push(facet('package', component.purl ?? component.name));
    if (web) inside.push(...facetsOf('url', web.url));
  }
  if (resource) {
    const own = resource.host === resource.id ? [] : facetsOfId(resource.id, named);
    if (resource.host !== undefined) own.push(...facetsOf('host', resource.host));
    if (resource.account !== undefined) own.push(...facetsOf('cloud-account', resource.account));
    if (own[0] && resource.labels) own[0] = { ...own[0], labels: resource.labels };
    inside.push(...own);
  }
  return joined(inside, targetFacets(target, place.path ?? null));
}

/** Each thing once, where it stands furthest out; what is said of it there and further in counts together. */
function joined(inside: readonly Facet[], outside: readonly Facet[]): Facet[] {
  const all = new Map<string, Facet>();
  for (const facet of [...outside].reverse()) all.set(nameOfFacet(facet), facet);
  for (const facet of [...inside].reverse()) {
    const name = nameOfFacet(facet);
    const known = all.get(name);
    if (!known) all.set(name, facet);
    else if (facet.labels) all.set(name, { ...known, labels: { ...known.labels, ...facet.labels } });
  }
  return [...all.values()].reverse();
}

function targetFacets(
  { kind: told, key, labels, repositoryId }: ResourceTarget,
  path: string | null,
): Facet[] {
  const kind = RESOURCE_KINDS.find((known) => known === told);
  const repository = repositoryId === null ? null : { id: repositoryId, path };
  const [first, ...rest] = kind ? facetsOf(kind, key) : [facet('repository', key)];
  return [{ ...first!, labels, ...(repository && { repository }) }, ...rest];
}

/** `kind:key` as people write it. Null: no such kind, or no key. */
export function resourcePlaceOfKey(text: string, labels: Labels = {}): ResourcePlace | null {
  const colon = text.indexOf(':');
  const kind = RESOURCE_KINDS.find((known) => known === text.slice(0, colon));
  const key = text.slice(colon + 1).trim();
  if (!kind || key === '') return null;
  const [first, ...rest] = facetsOf(kind, key);
  return [{ ...first!, labels }, ...rest];
}

export const nameOfFacet = ({ kind, key }: Pick<Facet, 'kind' | 'key'>): string => `${kind}:${key}`;

const facet = (kind: Facet['kind'], key: string, provider: string | null = null): Facet => ({
  kind,
  key,
  provider,
});

/** A thing and what its name says that it lies in. */
function facetsOf(kind: ResourceKind, key: string): Facet[] {
  switch (kind) {
    case 'url': {
      const host = URL.parse(key.includes('://') ? key : `https://${key}`)?.hostname;
      return [facet('url', key), ...(host ? facetsOf('host', host) : [])];
    }
    case 'host':
      return [facet('host', key), facet(addressOf(key) ? 'network' : 'domain', key)];
    case 'cloud-account':
      return [accountOf(key)];
    case 'cloud-resource':
      return facetsOfId(key, null);
    case 'namespace': {
      const slash = key.indexOf('/');
      return [facet('namespace', key), ...(slash > 0 ? [facet('cluster', key.slice(0, slash))] : [])];
    }
    case 'workload':
      return workload(key, null) ?? [facet('workload', key)];
    default:
      return [facet(kind, key)];
  }
}

const PROVIDERS = ['aws', 'azure', 'gcp', 'oci', 'alibaba'];

/** `aws:123456789012`, or the number alone, whose form tells of some. */
function accountOf(told: string): Facet {
  const colon = told.indexOf(':');
  const named = PROVIDERS.find((name) => name === told.slice(0, colon).toLowerCase());
  const key = named ? told.slice(colon + 1) : told;
  const aws = /^\d{12}$/.test(key) ? 'aws' : null;
  const azure = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(key) ? 'azure' : null;
  return facet('cloud-account', key, named ?? aws ?? azure);
}

/** Ids of clouds name their account; objects of clusters their namespace. */
function facetsOfId(id: string, cluster: string | null): Facet[] {
  const object = workload(id, cluster);
  if (object) return object;
  const arn = /^arn:aws[\w-]*:[^:]*:[^:]*:(\d{12}):/.exec(id)?.[1];
  const azure = /^\/subscriptions\/([^/]+)/i.exec(id)?.[1];
  const gcp = /^(?:\/\/[\w.-]+\/)?projects\/([^/]+)/.exec(id)?.[1];
  const account = arn ?? azure ?? gcp;
  const provider = /^arn:aws/.test(id) ? 'aws' : azure ? 'azure' : gcp ? 'gcp' : null;
  return [
    facet('cloud-resource', id, provider),
    ...(account ? [facet('cloud-account', account, provider)] : []),
  ];
}

/** `payments/Deployment/api` lies in the namespace payments; what has none, in the cluster alone. */
function workload(id: string, cluster: string | null): Facet[] | null {
  const object = /^(?:([a-z0-9][a-z0-9-]*)\/)?([A-Z][A-Za-z]+)\/[^/:]+$/.exec(id);
  if (!object) return null;
  const [, namespace, kind] = object;
  const within = kind === 'Namespace' ? id.slice(id.lastIndexOf('/') + 1) : namespace;
  const prefix = cluster === null ? '' : `${cluster}/`;
  return [facet('workload', id), ...(within ? [facet('namespace', `${prefix}${within}`)] : [])];
}
