import { sql, type Transaction } from 'kysely';
import { DateTime } from 'luxon';
import { toPublicId } from '../../../kernel/ids.ts';
import { audit } from '../../access/public.ts';
import { claimFix } from '../../findings/public.ts';
import type { DB } from '../../schema.gen.ts';
import { addComments } from '../store.ts';
import type { BackDeps } from './deps.ts';
import type { Heard, Ours } from './hear.ts';
import type { IncomingComment } from './incoming.ts';
import { findWords } from './words.ts';

type Tx = Transaction<DB>;
type TicketState = 'open' | 'in-progress' | 'claimed-fixed' | 'closed';

/** A ticket or an ask, held until the transaction ends, with what it says to hearing. */
export interface Held {
  /** "PAY-12" */
  key: string;
  ours: Ours;
  /** Writes what was heard. @returns whether we have something to say there */
  keep(heard: Heard, comments: readonly IncomingComment[]): Promise<boolean>;
}

const THERE = {
  open: 'open',
  'in-progress': 'in-progress',
  'claimed-fixed': 'done',
  closed: 'done',
} as const;

interface Row {
  id: string;
  fix_id: string;
  queue: string;
  number: number;
  title: string;
  state: TicketState;
  due_at: Date | null;
  assignee: string | null;
  edited: string[];
}

/** @param place.zone in which days begin */
export async function holdTicket(
  tx: Tx,
  deps: BackDeps,
  id: string,
  place: { connection: string; zone: string },
): Promise<Held | null> {
  const { rows } = await sql<Row>`
    select id, fix_id, queue, number, title, state, due_at, assignee, edited from ticket where id = ${id} for update`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) return null;
  const ours: Ours = {
    title: row.title,
    state: THERE[row.state],
    closed: row.state === 'closed',
    dueOn: dayOf(row.due_at, place.zone),
    assignee: row.assignee,
    edited: row.edited,
  };
  return {
    key: `${row.queue}-${row.number}`,
    ours,
    keep: (heard, comments) => keepTicket(tx, deps, row, ours, heard, { comments, ...place }),
  };
}

async function keepTicket(
  tx: Tx,
  { ids, clock }: BackDeps,
  row: Row,
  ours: Ours,
  heard: Heard,
  { comments, connection, zone }: { comments: readonly IncomingComment[]; connection: string; zone: string },
): Promise<boolean> {
  const { sprint: _, ...taken } = heard.ours;
  const now = clock.now();
  if (Object.keys(taken).length > 0 || heard.edited.length > 0) {
    await tx
      .updateTable('ticket')
      .set({
        ...(taken.title !== undefined && { title: taken.title }),
        ...(taken.state && { state: taken.state === 'done' ? 'claimed-fixed' : taken.state }),
        ...(taken.dueOn && { due_at: endOfDay(taken.dueOn, zone) }),
        ...(taken.assignee !== undefined && { assignee: taken.assignee }),
        edited: [...new Set([...row.edited, ...heard.edited])],
      })
      .where('id', '=', row.id)
      .execute();
    // The next scan verifies the claim, or refutes it.
    if (taken.state) await claimFix(tx, row.fix_id, taken.state === 'done' ? now : null);
    await audit(tx, `connection:${connection}`, 'ticket.hear', toPublicId('ticket', row.id), {
      ...taken,
      edited: heard.edited,
    });
  }
  const words = findWords(heard, ours, connection).map((text) => ({
    id: ids.next(),
    at: now,
    actor: 'Lanekeeper',
    text,
  }));
  await addComments(
    tx,
    [...comments, ...words].map(({ id, at, actor, text }) => ({ id, ticket_id: row.id, at, actor, text })),
  );
  return words.length > 0;
}

export const dayOf = (at: Date | null, zone: string): string | null =>
  at && DateTime.fromJSDate(at, { zone }).toISODate();

/** A day there lasts until its end. */
export const endOfDay = (day: string, zone: string): Date =>
  DateTime.fromISO(day, { zone }).endOf('day').toJSDate();
