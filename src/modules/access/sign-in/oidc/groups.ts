import type { Role } from '../../../../contract/access.ts';
import type { GroupGives } from '../../../../contract/identity-providers.ts';

/** A role for one team or one unit. */
export type ScopedRole = { role: Role } & ({ team: string } | { unit: string });

/** What a person's groups give. Pure. */
export function rolesOfGroups(
  groupRoles: Readonly<Record<string, GroupGives>>,
  groups: readonly string[],
): { everywhere: Role[]; scoped: ScopedRole[] } {
  const everywhere = new Set<Role>();
  const scoped = new Map<string, ScopedRole>();
  for (const group of new Set(groups)) {
    const gives = Object.hasOwn(groupRoles, group) ? groupRoles[group] : undefined;
    for (const role of gives?.roles ?? []) {
      if (gives?.team !== undefined) scoped.set(`${role} team ${gives.team}`, { role, team: gives.team });
      else if (gives?.unit !== undefined)
        scoped.set(`${role} unit ${gives.unit}`, { role, unit: gives.unit });
      else everywhere.add(role);
    }
  }
  return { everywhere: [...everywhere], scoped: [...scoped.values()] };
}

/**
 * A person's roles after a sign-in: what the provider gave and gives no longer goes, what came from elsewhere stays.
 * @param gave what this provider gave before
 * @param options.lastAdmin nobody else could administer: admin stays, and stays the provider's to take
 * @returns roles, and which of them this provider gave
 */
export function rolesAfter(
  has: readonly Role[],
  gave: readonly Role[],
  gives: readonly Role[],
  options: { lastAdmin: boolean },
): { roles: Role[]; gave: Role[]; keptAdmin: boolean } {
  const taken = gave.filter((role) => !gives.includes(role));
  const keptAdmin = options.lastAdmin && taken.includes('admin') && has.includes('admin');
  const gone = taken.filter((role) => !(keptAdmin && role === 'admin'));
  const left = has.filter((role) => !gone.includes(role));
  const added = gives.filter((role) => !left.includes(role));
  const still = gave.filter((role) => left.includes(role));
  return { roles: [...left, ...added], gave: [...still, ...added], keptAdmin };
}
