import type { FindingKind, Resource } from '../../../kernel/observation.ts';
import type { Registry } from '../../organisation/pure.ts';
import type { OwnershipMap } from '../compile.ts';
import { exposureOf, type ServiceExposure } from '../exposure.ts';
import { queueForKind } from '../kind-queue.ts';
import { type ResolvedOwner, resolveOwner } from '../resolve.ts';
import type { ResourceMap } from './compile-resources.ts';
import { type ResourcePlace, type ResourceTarget, resourcePlaceOf } from './place.ts';
import { resolveResource } from './resolve-resource.ts';

/** What of a finding says whose it is. */
export interface Found {
  kind: FindingKind;
  path: string | null;
  resource?: Resource | null | undefined;
  url?: string | null | undefined;
  /** Its package, as a purl without version or as its name. */
  package?: string | null | undefined;
}

export interface Whose {
  owner: ResolvedOwner;
  /** What is known of the service it belongs to. */
  service: ServiceExposure;
}

/** What the answers for one target rest on. */
export interface TargetGround {
  target: ResourceTarget;
  /** Of the target's repository; without one, security's triage answers. */
  ownership: OwnershipMap;
  registry: Registry;
  /** Null: everything lies on a path of the repository. */
  resources: ResourceMap | null;
}

/** Answers kept for one target; a hostile report may name any number of things. */
const MOST_KEPT = 50_000;

/** Whose the findings of one target are: by path in a repository, else by what they are and what holds it. */
export class TargetOwners {
  readonly #ground: TargetGround;
  readonly #known = new Map<string, Whose>();
  /** Rules on packages are rare: without one, packages make no difference. */
  readonly #packages: boolean;

  constructor(ground: TargetGround) {
    this.#ground = ground;
    this.#packages = ground.resources?.rules.has('package') ?? false;
  }

  /** False: everything lies on a path of the repository. */
  get asksResources(): boolean {
    return this.#ground.resources !== null;
  }

  /** Findings with equal names have the same owner, but for what a security team takes by kind. */
  nameOf(found: Found): string {
    if (!this.#isResource(found)) return found.path ?? '';
    const { path, resource, url } = found;
    const { id, host, account, labels } = resource ?? {};
    const said = labels ? JSON.stringify(labels) : '';
    return [path, id, host, account, said, url, this.#packages ? found.package : ''].join('\n');
  }

  /** Answers are shared: do not change them. */
  of(found: Found): Whose {
    const name = this.nameOf(found);
    let known = this.#known.get(name);
    if (!known) {
      known = this.#resolve(found);
      if (this.#known.size >= MOST_KEPT) this.#known.clear();
      this.#known.set(name, known);
    }
    return known.owner.source === 'security triage' ? this.#byKind(name, known, found.kind) : known;
  }

  #byKind(name: string, whose: Whose, kind: FindingKind): Whose {
    const ofKind = `${kind}\0${name}`;
    let known = this.#known.get(ofKind);
    if (!known) {
      known = { ...whose, owner: queueForKind(this.#ground.registry, whose.owner, kind) };
      this.#known.set(ofKind, known);
    }
    return known;
  }

  #isResource(found: Found): boolean {
    return this.#ground.resources !== null && liesElsewhere(this.#ground.target, found);
  }

  #resolve(found: Found): Whose {
    const { ownership, resources, target } = this.#ground;
    if (resources === null || !liesElsewhere(target, found))
      return { owner: resolveOwner(ownership, found.path), service: exposureOf(ownership, found.path) };
    const { via, ...owner } = resolveResource(resources, placeOfFound(target, found, this.#packages));
    return { owner, service: via ? exposureOf(via.map, via.path) : exposureOf(ownership, found.path) };
  }
}

/** Not on a path of a repository: in a repository only what has a resource and no file. */
export const liesElsewhere = (target: Pick<ResourceTarget, 'kind'>, { path, resource }: Found): boolean =>
  target.kind !== 'repository' || (path === null && !!resource);

export const placeOfFound = (target: ResourceTarget, found: Found, packages: boolean): ResourcePlace =>
  resourcePlaceOf(target, {
    place: { path: found.path ?? undefined },
    ...(found.resource && { resource: found.resource }),
    ...(found.url && { web: { url: found.url } }),
    ...(packages && found.package && { component: { name: found.package, fixedVersions: [] } }),
  });
