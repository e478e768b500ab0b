import type { FixKind, TargetRef } from '../../kernel/finding.ts';
import type { Observation } from '../../kernel/observation.ts';
import { nameOf } from '../../platform/hash.ts';
import { packageOf } from './keys.ts';
import { smallestFixing } from './versions.ts';

/** One change that removes one or more findings. Equal ids mean the same fix. */
export interface Fix {
  id: string;
  kind: FixKind;
  component: string | null;
  folder: string | null;
  /** What to do, without counts and versions: those change with its findings. */
  title: string;
}

/** Which fix removes this observation. The owner takes part: one ticket goes to one team. */
export function fixOf(observation: Observation, ownerTeamId: string, target: TargetRef): Fix {
  const { kind, component, place } = observation;
  const where = target.key;
  const of = (fixKind: FixKind, parts: (string | null)[], title: string, rest: Partial<Fix> = {}): Fix => ({
    id: nameOf('fix', fixKind, ownerTeamId, target.kind, where, ...parts),
    kind: fixKind,
    component: null,
    folder: null,
    title,
    ...rest,
  });
  switch (kind) {
    case 'container':
      return of('base-image', [], `Rebuild ${where} on a newer base image`);
    case 'dependency':
      if (component) {
        const name = packageOf(component);
        return of('upgrade', [name], `Upgrade ${shortName(name)} in ${where}`, { component: name });
      }
      break;
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
      return of('rotate', [identity], `Revoke and rotate a credential in ${where} (${observation.rule})`);
    }
    case 'web':
    case 'host':
    case 'cloud':
      return of('configure', [observation.rule], `Resolve “${observation.title}” on ${where}`);
    case 'manual':
      return of(
        'retest',
        [observation.rule, observation.externalId ?? observation.title],
        `${observation.title} (${where})`,
      );
  }
  const folder = folderOf(place.path);
  const at = folder ? `${where}/${folder}` : where;
  return of('edit', [observation.rule, folder], `Fix ${ruleName(observation.rule)} in ${at}`, { folder });
}

/** `javascript.express.audit.open-redirect.open-redirect` -> `open-redirect`; other ids stay as they are. */
const ruleName = (rule: string): string =>
  /^[\w-]+(\.[\w-]+){2,}$/.test(rule) ? rule.slice(rule.lastIndexOf('.') + 1) : rule;

const folderOf = (path: string | undefined): string | null =>
  path?.includes('/') ? path.slice(0, path.lastIndexOf('/')) : null;

/** `pkg:npm/%40acme/ui` -> `@acme/ui`. */
export const shortName = (component: string): string =>
  decodeURIComponentSafe(component.replace(/^pkg:[^/]+\//, ''));

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
  /** Per open finding: the version in use and those that fix it. */
  versions: { version: string | null; fixedVersions: string[] | null }[];
}

/** Title and target version of a fix as its findings stand now. */
export function describeFix(members: FixMembers): { title: string; toVersion: string | null } {
  if (members.kind !== 'upgrade') return { title: members.title, toVersion: null };
  const toVersion = smallestFixing(members.versions);
  const base = members.title.replace(/^(Upgrade \S+) to \S+ in /, '$1 in ');
  return {
    title: toVersion ? base.replace(/^(Upgrade \S+) in /, `$1 to ${toVersion} in `) : base,
    toVersion,
  };
}
