import { type Kysely, sql } from 'kysely';
import type { Preferences } from '../../contract/notify.ts';
import { together } from '../../platform/together.ts';
import { loadActivePolicy } from '../policy/public.ts';
import type { DB } from '../schema.gen.ts';
import type { NotifyDeps } from './deps.ts';
import { nextDigestAt } from './due-digests.ts';
import { type ListenerRole, mustHearIn } from './must-hear.ts';
import { type Audience, emailOf, STANDARD, teamIdOf } from './preference.ts';
import { destinationsOf, loadSenders } from './senders.ts';
import { addressesOf, loadPreferences } from './store.ts';

/** What somebody has set, with what it means now. */
export async function shownPreferences(deps: NotifyDeps, audience: Audience): Promise<Preferences> {
  const { db, clock } = deps;
  const teamId = teamIdOf(audience);
  const email = emailOf(audience);
  const [{ policy }, preferences, addresses, senders, roles] = await Promise.all([
    loadActivePolicy(db),
    loadPreferences(db, [audience]),
    addressesOf(db, teamId ? [teamId] : []),
    together(db, 'senders', () => loadSenders(db, deps)),
    email === null ? (['team'] as const) : rolesOf(db, email),
  ]);
  const preference = preferences.get(audience) ?? STANDARD;
  const zoneInUse = preference.timeZone ?? policy.deadlines.timeZone;
  const address = addresses.get(teamId ?? '') ?? null;
  const destinations = destinationsOf(senders, audience, address, preference.way);
  const reached = destinations.map(({ kind, to }) =>
    kind === 'mail'
      ? `by mail at ${to}`
      : email === null
        ? `in the channel ${address?.channel}`
        : 'in the chat',
  );
  return {
    ...preference,
    zoneInUse,
    mustHear: mustHearIn(roles),
    reached,
    problem: problemOf(senders.length, destinations.length, email === null),
    nextDigestAt: nextDigestAt(preference, zoneInUse, clock.now()).toISOString(),
  };
}

function problemOf(senders: number, destinations: number, isTeam: boolean): string | null {
  if (senders === 0)
    return 'Nothing is connected by which messages go: an admin can connect a chat or a mail server on the page of connections.';
  if (destinations > 0) return null;
  return isTeam
    ? 'The team has no channel and no mail address that is connected: state one in the organisation file or on the page of the team.'
    : 'No chat and no mail server is connected that reaches people.';
}

/** The roles in which a person may be named when a date comes near. */
async function rolesOf(db: Kysely<DB>, email: string): Promise<ListenerRole[]> {
  const { rows } = await sql<Record<'champion' | 'manager' | 'partner' | 'leader', boolean>>`
    select coalesce(bool_or(champion = ${email}), false) as champion, coalesce(bool_or(manager = ${email}), false) as manager,
      coalesce(bool_or(partner = ${email}), false) as partner,
      exists (select from v_organisation_unit where leader = ${email}) as leader
    from v_organisation_team where retired_at is null`.execute(db);
  const named = rows[0]!;
  const roles: ListenerRole[] = ['self'];
  if (named.champion) roles.push('champion');
  if (named.manager) roles.push('manager');
  if (named.partner) roles.push('security');
  if (named.leader) roles.push('leader');
  return roles;
}
