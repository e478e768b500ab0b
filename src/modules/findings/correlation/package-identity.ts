/** Names of one package as tools write them, brought to one form where that is certain. */
export interface PackageIdentity {
  /** `npm/@acme/ui`; null for a bare name, whose ecosystem the tool does not tell. */
  typed: string | null;
  /** The name in lower case, without ecosystem. */
  bare: string;
  /** deb, rpm, apk: the system has one database of them, so that no path tells two apart. */
  system: boolean;
}

const SYSTEM = new Set(['deb', 'rpm', 'apk', 'alpm']);
/** Registries whose names do not differ by case alone. */
const FOLDED = new Set([
  'npm',
  'pypi',
  'nuget',
  'composer',
  'golang',
  'github',
  'deb',
  'rpm',
  'apk',
  'cargo',
]);

/** @param component package URL without version, or a bare name, as findings hold it */
export function packageIdentity(component: string): PackageIdentity {
  const match = /^pkg:([^/]+)\/(.+)$/.exec(component);
  if (!match) return { typed: null, bare: component.trim().toLowerCase(), system: false };
  const type = match[1]!.toLowerCase();
  const name = nameIn(type, decoded(match[2]!));
  return { typed: `${type}/${name}`, bare: name.toLowerCase(), system: SYSTEM.has(type) };
}

function nameIn(type: string, told: string): string {
  const name = FOLDED.has(type) ? told.toLowerCase() : told;
  switch (type) {
    case 'pypi':
      // https://packaging.python.org/en/latest/specifications/name-normalization/
      return name.replace(/[-_.]+/g, '-');
    case 'cargo':
      // crates.io takes both for one name.
      return name.replaceAll('_', '-');
    case 'maven':
      return name.replace(':', '/');
    case 'golang':
      return /^(?:std|stdlib|go)(?:\/|$)/.test(name) ? 'stdlib' : name;
    default:
      // A system has one distribution: some tools name it, some do not.
      return SYSTEM.has(type) ? name.slice(name.lastIndexOf('/') + 1) : name;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Forms in which a tool may write the name without its ecosystem. */
function bareForms(typed: string): string[] {
  const [type = ''] = typed.split('/', 1);
  const name = typed.slice(type.length + 1).toLowerCase();
  if (type !== 'maven' || !name.includes('/')) return [name];
  return [name, name.replace('/', ':'), name.slice(name.lastIndexOf('/') + 1)];
}

/**
 * One key per package among those that carry the same vulnerability. A bare name is taken for the typed one that
 * it can only be; a path of Go packages for the module that holds it.
 */
export function packageKeys(identities: Iterable<PackageIdentity>): (identity: PackageIdentity) => string {
  const typed = new Set<string>();
  for (const identity of identities) if (identity.typed) typed.add(identity.typed);
  const byForm = new Map<string, string[]>();
  const moduleOf = new Map<string, string>();
  for (const name of typed) {
    moduleOf.set(name, goModule(name, typed));
    for (const form of bareForms(name)) byForm.set(form, [...(byForm.get(form) ?? []), name]);
  }
  return ({ typed: own, bare }) => {
    if (own) return moduleOf.get(own) ?? own;
    const [only, another] = byForm.get(bare) ?? [];
    return only && !another ? moduleOf.get(only)! : `?/${bare}`;
  };
}

/** `github.com/acme/kit/queue` lies in the module `github.com/acme/kit`; `…/kit/v2` is another module. */
function goModule(name: string, typed: ReadonlySet<string>): string {
  if (!name.startsWith('golang/')) return name;
  for (let cut = name.indexOf('/', 7); cut > 0; cut = name.indexOf('/', cut + 1)) {
    const prefix = name.slice(0, cut);
    if (typed.has(prefix) && !/^v\d+(\/|$)/.test(name.slice(cut + 1))) return prefix;
  }
  return name;
}

/** `v1.2.3`, `go1.2.3` and `1.2.3`, `1:2.36-9` and `2.36-9`: some tools leave the prefix or the epoch out. */
export const plainVersion = (version: string | null): string | null =>
  version
    ?.trim()
    .replace(/^(?:v|go)(?=\d)/, '')
    .replace(/^\d+:/, '') || null;
