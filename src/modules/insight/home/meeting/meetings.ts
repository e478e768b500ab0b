import { type Kysely, sql, type Transaction } from 'kysely';
import type { Meeting } from '../../../../contract/meetings.ts';
import { AppError } from '../../../../kernel/errors.ts';
import type { IdSource } from '../../../../kernel/ids.ts';
import { type Actor, audit } from '../../../access/public.ts';
import type { DB } from '../../../schema.gen.ts';

/** What was told by mistake is taken back within this time. */
const UNDO_MS = 3_600_000;
const SHOWN = 10;

interface Row {
  id: string;
  at: Date;
  by_label: string;
  name: string | null;
  note: string;
}

/** Whether somebody may take back that a team and security met. Pure. */
const mayUndo = (met: { at: Date; by_label: string }, label: string, now: Date): boolean =>
  met.by_label === label && now.getTime() - met.at.getTime() < UNDO_MS;

/** The last meetings, newest first. */
export async function meetingsOf(
  db: Kysely<DB>,
  teamId: string,
  label: string,
  now: Date,
): Promise<{ last: Date | null; items: Meeting[] }> {
  const { rows } = await sql<Row>`
    select m.id, m.at, m.by_label, p.name, m.note from team_meeting m
    left join v_access_person p on p.email = m.by_label
    where m.team_id = ${teamId} order by m.at desc, m.id desc limit ${sql.lit(SHOWN)}`.execute(db);
  const items = rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    by: row.name ?? row.by_label,
    note: row.note,
    mayUndo: mayUndo(row, label, now),
  }));
  return { last: rows[0]?.at ?? null, items };
}

interface Told {
  team: { id: string; key: string };
  actor: Actor;
  now: Date;
}

/** Team and security met: from here on, what is new counts from now. @returns the id of the meeting */
export async function recordMeeting(
  tx: Transaction<DB>,
  ids: IdSource,
  { team, actor, now }: Told,
  note: string,
): Promise<string> {
  const id = ids.next();
  await tx
    .insertInto('team_meeting')
    .values({ id, team_id: team.id, at: now, by_label: actor.label, note })
    .execute();
  await audit(tx, actor.label, 'team.meeting', team.key, { id, note });
  return id;
}

/**
 * Takes it back, for who told it and within the hour.
 * @throws AppError LK-NOT-FOUND, LK-FORBIDDEN, LK-CONFLICT
 */
export async function undoMeeting(
  tx: Transaction<DB>,
  { team, actor, now }: Told,
  id: string,
): Promise<void> {
  const met = await tx
    .selectFrom('team_meeting')
    .select(['at', 'by_label'])
    .where('id', '=', id)
    .where('team_id', '=', team.id)
    .forUpdate()
    .executeTakeFirst();
  if (!met) throw new AppError('LK-NOT-FOUND', 'There is no such meeting of this team.');
  if (met.by_label !== actor.label)
    throw new AppError('LK-FORBIDDEN', 'Whoever told of a meeting takes it back.');
  if (!mayUndo(met, actor.label, now))
    throw new AppError('LK-CONFLICT', 'A meeting can be taken back within an hour.');
  await tx.deleteFrom('team_meeting').where('id', '=', id).execute();
  await audit(tx, actor.label, 'team.meeting.undo', team.key, { id });
}
