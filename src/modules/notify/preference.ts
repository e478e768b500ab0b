import type { PutPreferences } from '../../contract/notify.ts';

/** `team:` and the id of a team, or `person:` and an address. */
export type Audience = `team:${string}` | `person:${string}`;

export const teamAudience = (id: string): Audience => `team:${id}`;
export const personAudience = (email: string): Audience => `person:${email.toLowerCase()}`;

/** The address of a person, or null for a team. */
export const emailOf = (audience: Audience): string | null =>
  audience.startsWith('person:') ? audience.slice('person:'.length) : null;
export const teamIdOf = (audience: Audience): string | null =>
  audience.startsWith('team:') ? audience.slice('team:'.length) : null;

export type Preference = PutPreferences;

/** Of whoever has stated none. */
export const STANDARD: Preference = {
  way: null,
  digest: null,
  hour: 9,
  weekday: 1,
  timeZone: null,
  quiet: null,
  muted: [],
  left: false,
};
