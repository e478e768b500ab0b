import type { Kysely } from 'kysely';
import type { Preferences } from '../../contract/notify.ts';
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
  const { policy } = await loadActivePolicy(db);
  const preference = (await loadPreferences(db, [audience])).get(audience) ?? STANDARD;
  const zoneInUse = preference.timeZone ?? policy.deadlines.timeZone;
  const teamId = teamIdOf(audience);
  const address = teamId ? ((await addressesOf(db, [teamId])).get(teamId) ?? null) : null;
  const senders = await loadSenders(db, deps);
  const destinations = destinationsOf(senders, audience, address, preference.way);
  const email = emailOf(audience);
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
    mustHear: mustHearIn(email === null ? ['team'] : await rolesOf(db, email)),
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
  const [teams, units] = await Promise.all([
    db
      .selectFrom('v_organisation_team')
      .select(['champion', 'manager', 'partner'])
      .where('retired_at', 'is', null)
      .where((where) =>
        where.or([where('champion', '=', email), where('manager', '=', email), where('partner', '=', email)]),
      )
      .execute(),
    db.selectFrom('v_organisation_unit').select('leader').where('leader', '=', email).execute(),
  ]);
  const roles: ListenerRole[] = ['self'];
  if (teams.some(({ champion }) => champion === email)) roles.push('champion');
  if (teams.some(({ manager }) => manager === email)) roles.push('manager');
  if (teams.some(({ partner }) => partner === email)) roles.push('security');
  if (units.length > 0) roles.push('leader');
  return roles;
}
