import type { Kysely } from 'kysely';
import type { MeetingPage } from '../../../../contract/meetings.ts';
import { AppError } from '../../../../kernel/errors.ts';
import type { DB } from '../../../schema.gen.ts';
import { asksOfTeam, comingAsks } from '../../../tickets/public.ts';
import { meetingSentence } from '../words.ts';
import { capacityOf } from './capacity.ts';
import { decisionsOfTeam } from './decisions.ts';
import { meetingsOf } from './meetings.ts';
import { ticketsSince } from './since.ts';

/** How far back is looked where a team and security never met: the usual time between two meetings. */
const BEFORE_THE_FIRST_MS = 14 * 86_400_000;

/**
 * @param key as addresses name the team
 * @throws AppError LK-NOT-FOUND
 */
export async function findMeetingTeam(db: Kysely<DB>, key: string) {
  const team = await db
    .selectFrom('v_organisation_team')
    .select(['id', 'key', 'name', 'unit_name', 'champion', 'deputies', 'partner', 'manager'])
    .where('key', '=', key)
    .executeTakeFirst();
  if (!team) throw new AppError('LK-NOT-FOUND', `there is no team ${key.slice(0, 100)}`);
  return team;
}

/**
 * What do champion and partner talk about?
 * @param reader who looks, and whether they may say that team and security met
 */
export async function meetingPage(
  db: Kysely<DB>,
  key: string,
  reader: { label: string; mayRecord: boolean },
  now: Date,
): Promise<MeetingPage> {
  const team = await findMeetingTeam(db, key);
  const { last, items: meetings } = await meetingsOf(db, team.id, reader.label, now);
  const since = last ?? new Date(now.getTime() - BEFORE_THE_FIRST_MS);
  const [{ askedOfTeam, askedByTeam }, coming, closed, opened, capacity, decisions] = await Promise.all([
    asksOfTeam(db, team.id, now),
    comingAsks(db, team.id, now),
    ticketsSince(db, team.id, 'closed_at', since),
    ticketsSince(db, team.id, 'opened_at', since),
    capacityOf(db, team, now),
    decisionsOfTeam(db, team, now),
  ]);
  const { champion, deputies, partner, manager } = team;
  const waitForSecurity = askedOfTeam.waitForOthers + askedByTeam.waitForOthers;
  return {
    team: { key, name: team.name, unit: team.unit_name },
    people: { champion, deputies, partner, manager },
    since: since.toISOString(),
    sentence: meetingSentence({ since, closed: closed.count, opened: opened.count, waitForSecurity }, now),
    asks: { askedOfTeam, askedByTeam },
    closed,
    opened,
    coming,
    capacity,
    decisions,
    meetings,
    mayRecord: reader.mayRecord,
  };
}
