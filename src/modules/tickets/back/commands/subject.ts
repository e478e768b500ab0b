import { type Kysely, sql } from 'kysely';
import { AppError } from '../../../../kernel/errors.ts';
import { fromPublicId, toPublicId } from '../../../../kernel/ids.ts';
import type { DB } from '../../../schema.gen.ts';
import { findAskId } from '../../asks/store.ts';
import { findTicketId } from '../../queries.ts';

/** Where something was said: ids of the database. */
export type About = { ticketId: string } | { askId: string };

/** What a command is about. */
export type Subject =
  | { of: 'fix'; fixId: string; ticketId: string | null; key: string }
  | { of: 'ask'; askId: string; key: string };

/** @throws AppError LK-NOT-FOUND */
export async function subjectOf(db: Kysely<DB>, about: About): Promise<Subject> {
  if ('askId' in about) {
    const ask = await db
      .selectFrom('ask')
      .select(['queue', 'number'])
      .where('id', '=', about.askId)
      .executeTakeFirst();
    if (!ask) throw new AppError('LK-NOT-FOUND', 'there is no such ask any more');
    return { of: 'ask', askId: about.askId, key: `${ask.queue}-${ask.number}` };
  }
  const ticket = await db
    .selectFrom('ticket')
    .select(['fix_id', 'queue', 'number'])
    .where('id', '=', about.ticketId)
    .executeTakeFirst();
  if (!ticket) throw new AppError('LK-NOT-FOUND', 'there is no such ticket any more');
  const key = `${ticket.queue}-${ticket.number}`;
  return { of: 'fix', fixId: ticket.fix_id, ticketId: about.ticketId, key };
}

/**
 * By what a person writes: a key (`PAY-12`) or a public id of a ticket, an ask, a fix or a finding.
 * @throws AppError LK-NOT-FOUND
 */
export async function subjectCalled(db: Kysely<DB>, text: string): Promise<Subject> {
  const finding = text.startsWith('fnd_') ? fromPublicId('finding', text) : null;
  const fix = text.startsWith('fix_') ? fromPublicId('fix', text) : finding && (await fixOf(db, finding));
  if (fix) return subjectOfFix(db, fix);
  if (!text.startsWith('ask_')) {
    try {
      return await subjectOf(db, { ticketId: await findTicketId(db, text) });
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'LK-NOT-FOUND')) throw error;
    }
  }
  return subjectOf(db, { askId: await findAskId(db, text) });
}

async function fixOf(db: Kysely<DB>, findingId: string): Promise<string | null> {
  const row = await db
    .selectFrom('v_findings_finding')
    .select('fix_id')
    .where('id', '=', findingId)
    .executeTakeFirst();
  return row?.fix_id ?? null;
}

async function subjectOfFix(db: Kysely<DB>, fixId: string): Promise<Subject> {
  const ticket = await db.selectFrom('ticket').select('id').where('fix_id', '=', fixId).executeTakeFirst();
  if (ticket) return subjectOf(db, { ticketId: ticket.id });
  const fix = await db
    .selectFrom('v_findings_fix')
    .select('title')
    .where('id', '=', fixId)
    .executeTakeFirst();
  if (!fix) throw new AppError('LK-NOT-FOUND', 'there is no such fix');
  return { of: 'fix', fixId, ticketId: null, key: fix.title };
}

/** An open finding, one for each place. */
export interface OpenFinding {
  id: string;
  /** `fnd_…` */
  public: string;
  path: string | null;
}

/** Findings of one fix that a command speaks of at once. */
const MOST = 5000;

/** @throws AppError LK-CONFLICT when nothing is open */
export async function openFindings(db: Kysely<DB>, fixId: string): Promise<OpenFinding[]> {
  const { rows } = await sql<{ id: string; path: string | null }>`
    select id, path from v_findings_finding
    where fix_id = ${fixId} and state in ('open', 'reopened') order by id limit ${MOST}`.execute(db);
  if (rows.length === 0) throw new AppError('LK-CONFLICT', 'nothing of it is open any more');
  return rows.map((row) => ({ ...row, public: toPublicId('finding', row.id) }));
}

/** What only tickets of fixes take. */
export const notOfAsks = (): AppError =>
  new AppError(
    'LK-CONFLICT',
    'this is an ask, between you and those who asked: change its state or comment on it. Only `mine` and `ask` work here',
  );
