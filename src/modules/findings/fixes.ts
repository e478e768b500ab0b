import type { FixKind, TargetRef } from '../../kernel/finding.ts';
import type { Observation } from '../../kernel/observation.ts';
import { nameOf } from '../../platform/hash.ts';
import type { BaseImage } from './base-images.ts';
import { packageOf } from './keys.ts';
import { ruleTitle } from './rule-title.ts';
import { proposeVersion } from './versions/may-break.ts';
import type { VersionsOfFinding } from './versions/smallest-fixing.ts';

/** One change that removes one or more findings. Equal ids mean the same fix. */
export interface Fix {
  id: string;
  kind: FixKind;
  component: string | null;
  folder: string | null;
  /** The image it waits for: nothing helps before that one is fixed. */
  baseTargetId: string | null;
  /** What to do, without counts and versions: those change with its findings. */
  title: string;
}

/** What is known beside the observation itself. */
export interface FixContext {
  /** What the report calls the rule in words, if it does. */
  ruleName?: string | undefined;
  /** The scanned image that the package's layer comes from, when that is another one than the target. */
  base?: BaseImage | undefined;
}

/** The name of a fix: the same change for the same owner has the same. */
export const fixIdOf = (
  kind: FixKind,
  ownerTeamId: string,
  targetId: string,
  parts: readonly (string | null)[],
): string => nameOf('fix', kind, ownerTeamId, targetId, ...parts);

/**
 * Which fix removes this observation. The owner takes part: one ticket goes to one team.
 * Packages of a repository: (folder of the manifest, package). Of an image: what came with a base image waits
 * for that one; the system's packages come by rebuilding; packages of a language are upgraded one by one.
 * Code and configuration: (rule, folder). Web, hosts, clouds: (rule). Secrets and what people report: one each.
 */
export function fixOf(
  observation: Observation,
  ownerTeamId: string,
  target: TargetRef & { id: string },
  context: FixContext = {},
): Fix {
  const { kind, component, place, rule } = observation;
  const where = target.key;
  const of = (fixKind: FixKind, parts: (string | null)[], title: string, rest: Partial<Fix> = {}): Fix => ({
    id: fixIdOf(fixKind, ownerTeamId, target.id, parts),
    kind: fixKind,
    component: null,
    folder: null,
    baseTargetId: null,
    title,
    ...rest,
  });
  switch (kind) {
    case 'container':
    case 'dependency': {
      const { base } = context;
      if (base) {
        const title = `Rebuild ${where} on the new ${base.key}`;
        return of('base-image', ['on', base.targetId], title, { baseTargetId: base.targetId });
      }
      if (comesByRebuild(observation, target)) {
        return of('base-image', [], `Rebuild ${where} on a newer base image`);
      }
      if (component) {
        const name = packageOf(component);
        const folder = target.kind === 'image' ? null : manifestFolder(place.path);
        const title = `Upgrade ${shortName(name)} in ${inFolder(where, folder)}`;
        return of('upgrade', [folder, name], title, { component: name, folder });
      }
      break;
    }
    case 'license':
      if (component) {
        const name = packageOf(component);
        return of('license', [name], `Settle the licence of ${shortName(name)} in ${where}`, {
          component: name,
        });
      }
      break;
    case 'secret': {
      const identity = observation.secret?.hash ?? `${place.path}:${place.snippet}`;
      return of('rotate', [identity], `Revoke and rotate a credential in ${where} (${rule})`);
    }
    case 'web':
    case 'host':
    case 'cloud':
      return of('configure', [rule], `Resolve “${observation.title}” on ${where}`);
    case 'manual':
      return of(
        'retest',
        [rule, observation.externalId ?? observation.title],
        `${observation.title} (${where})`,
      );
  }
  const folder = folderOf(place.path);
  const title = `Fix ${ruleTitle(rule, context.ruleName)} in ${inFolder(where, folder)}`;
  return of('edit', [rule, folder], title, { folder });
}

/** Types of packages that an operating system's own tool installs. */
const SYSTEM_TYPES = ['deb', 'rpm', 'apk', 'alpm'];

/** In an image the system's packages are those that are not known to belong to a language. */
function comesByRebuild({ kind, component }: Observation, target: TargetRef): boolean {
  const type = component?.type;
  if (kind === 'container') return !type || type === 'generic' || SYSTEM_TYPES.includes(type);
  return target.kind === 'image' && !!type && SYSTEM_TYPES.includes(type);
}

const folderOf = (path: string | undefined): string | null =>
  path?.includes('/') ? path.slice(0, path.lastIndexOf('/')) : null;

/** What a build makes or a tool installs lies anywhere; nobody asks for the package there. */
const BUILT = /\.(jar|war|ear|aar|whl|egg|gem|nupkg|dll|exe|so|zip|t?gz)$/i;

/** Where the package is asked for: what lies under `node_modules` is installed, not written there. */
const manifestFolder = (path: string | undefined): string | null =>
  path && !BUILT.test(path) ? folderOf(path.replace(/(^|\/)node_modules\/.*$/, '$1package.json')) : null;

const inFolder = (where: string, folder: string | null): string => (folder ? `${where}/${folder}` : where);

/** `pkg:npm/%40acme/ui` -> `@acme/ui`. */
export const shortName = (component: string): string =>
  decodeURIComponentSafe(component.replace(/^pkg:[^/]+\//, ''));

/** `pkg:npm/%40acme/ui` -> `npm`; null for a bare name, whose ecosystem nobody told. */
export const purlTypeOf = (component: string | null): string | null =>
  /^pkg:([^/]+)\//.exec(component ?? '')?.[1] ?? null;

function decodeURIComponentSafe(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What is open of a fix, as read from its findings. */
export interface FixMembers {
  title: string;
  kind: string;
  component: string | null;
  /** Per open finding: the version in use and those that fix it. */
  versions: VersionsOfFinding[];
}

/**
 * Title and target version of a fix as its findings stand now.
 * @param advised versions of the package that findings anywhere tell of: passed over where another one does
 */
export function describeFix(
  members: FixMembers,
  advised: ReadonlySet<string> = new Set(),
): { title: string; toVersion: string | null } {
  if (members.kind !== 'upgrade') return { title: members.title, toVersion: null };
  const toVersion = proposeVersion(purlTypeOf(members.component), members.versions, advised);
  const base = members.title.replace(/^(Upgrade \S+) to \S+ in /, '$1 in ');
  return {
    title: toVersion ? base.replace(/^(Upgrade \S+) in /, `$1 to ${toVersion} in `) : base,
    toVersion,
  };
}
