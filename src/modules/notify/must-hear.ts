import type { NoticeKind } from '../../contract/notify.ts';

/** In which role somebody hears: as a team, in a role of the policy's escalation, or for themselves. */
export type ListenerRole = 'team' | 'owner' | 'champion' | 'manager' | 'leader' | 'security' | 'self';

/**
 * What cannot be muted or left: whom the policy names when a date comes near has to hear of it. All else is
 * everybody's own choice.
 */
const MUST_HEAR: Readonly<Record<ListenerRole, readonly NoticeKind[]>> = {
  team: ['due'],
  owner: [],
  champion: ['due'],
  manager: ['due'],
  leader: ['due'],
  security: ['due'],
  self: [],
};

export const mustHear = (role: ListenerRole, kind: NoticeKind): boolean => MUST_HEAR[role].includes(kind);

/** Everything that one of these roles has to hear. */
export const mustHearIn = (roles: readonly ListenerRole[]): NoticeKind[] => [
  ...new Set(roles.flatMap((role) => MUST_HEAR[role])),
];
