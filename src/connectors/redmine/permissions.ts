import type { z } from 'zod';
import type { Redmine } from './redmine.ts';
import { roleShape, userShape } from './shapes.ts';

/** What our account must be allowed to do, as Redmine's page of permissions calls it. */
const NEEDED: readonly { names: readonly string[]; shown: string }[] = [
  { names: ['view_issues'], shown: 'View Issues' },
  { names: ['add_issues'], shown: 'Add issues' },
  { names: ['edit_issues', 'edit_own_issues'], shown: 'Edit issues' },
  { names: ['add_issue_notes'], shown: 'Add notes' },
];
/** Redmine's built-in role of those who are no member of a public project. */
const NON_MEMBER = { id: 1 };

export type User = z.infer<typeof userShape>['user'];

/** The account of the key. */
export async function ourUser(redmine: Redmine): Promise<User> {
  const answer = await redmine.get('/users/current.json?include=memberships');
  return redmine.read('our account', answer, userShape).user;
}

/** Permissions that our account lacks in a project, by the names that people see. */
export async function lackingPermissions(redmine: Redmine, user: User, projectId: number): Promise<string[]> {
  if (user.admin) return [];
  const roles = user.memberships?.find(({ project }) => project.id === projectId)?.roles ?? [NON_MEMBER];
  const allowed = new Set<string>();
  for (const { id } of roles) {
    const answer = await redmine.get(`/roles/${id}.json`);
    const { role } = redmine.read('the role of our account', answer, roleShape);
    for (const permission of role.permissions ?? []) allowed.add(permission);
  }
  return NEEDED.filter(({ names }) => !names.some((one) => allowed.has(one))).map(({ shown }) => shown);
}
