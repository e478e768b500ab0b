import { ROLES, type Role } from '../../../contract/access.ts';
import type { GroupGives } from '../../../contract/identity-providers.ts';
import { t } from '../../texts/t.ts';

/** As people write it, one group a line: `payments-leads: manager, champion @ team payments`. */
export const groupLines = (groups: Readonly<Record<string, GroupGives>>): string =>
  Object.entries(groups)
    .map(([group, { roles, team, unit }]) => {
      const where = team ? ` @ team ${team}` : unit ? ` @ unit ${unit}` : '';
      return `${group}: ${roles.join(', ')}${where}`;
    })
    .join('\n');

/** Reads such lines. The group's name may hold colons: the last one counts. */
export function groupsOf(text: string): { groups: Record<string, GroupGives> } | { problem: string } {
  const groups: Record<string, GroupGives> = {};
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '') continue;
    const colon = line.lastIndexOf(':');
    const group = line.slice(0, Math.max(colon, 0)).trim();
    const [names = '', where] = line.slice(colon + 1).split('@');
    if (group === '') return { problem: t('“{line}” names no group: write group: role.', { line }) };
    const roles = names.split(',').map((one) => one.trim());
    const unknown = roles.find((one) => !ROLES.some((role) => role === one));
    if (unknown !== undefined)
      return {
        problem: t('{group}: “{unknown}” is none of {join}.', { group, unknown, join: ROLES.join(', ') }),
      };
    const [kind, key, ...more] = where?.trim().split(/\s+/) ?? [];
    if (where !== undefined && ((kind !== 'team' && kind !== 'unit') || !key || more.length > 0))
      return { problem: t('{group}: after @ stands team or unit, and its key.', { group }) };
    groups[group] = {
      roles: roles as Role[],
      ...(kind === 'team' && { team: key }),
      ...(kind === 'unit' && { unit: key }),
    };
  }
  return { groups };
}
