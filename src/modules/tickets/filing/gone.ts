import { sql, type Transaction } from 'kysely';
import type { IdSource } from '../../../kernel/ids.ts';
import type { DB } from '../../schema.gen.ts';
import { planTelling } from './file-tickets.ts';
import { tellFilings } from './store.ts';

/** Filed again after it was deleted; the next time it is left at that. */
const MOST_REFILED = 1;

interface Row {
  ticketId: string | null;
  askId: string | null;
  remoteKey: string | null;
  refiled: number;
  open: boolean;
}

/**
 * The ticket was deleted there, or moved out of our reach. What is still to be done is filed again, once, with a word;
 * what is done is left alone until it comes back.
 * @param remoteId which one is gone: another may have taken its place meanwhile
 */
export async function ticketGone(
  tx: Transaction<DB>,
  { ids, now }: { ids: IdSource; now: Date },
  filing: { id: string; remoteId: string },
): Promise<void> {
  const { rows } = await sql<Row>`
    select f.ticket_id as "ticketId", f.ask_id as "askId", f.remote_key as "remoteKey", f.refiled,
      coalesce((select state <> 'closed' from ticket where id = f.ticket_id),
        (select state in ('open', 'in-progress') from ask where id = f.ask_id)) as open
    from filing f where f.id = ${filing.id} and f.remote_id = ${filing.remoteId} for update`.execute(tx);
  const [row] = rows;
  if (!row) return;
  const again = row.open && row.refiled < MOST_REFILED;
  const left = row.open && !again;
  const was = row.remoteKey ?? 'The ticket';
  const problem = {
    code: 'LK-NOT-FOUND',
    says: `${was} was deleted there again; we leave it at that.`,
    at: now,
  };
  await tx
    .updateTable('filing')
    .set({
      state: left ? 'left' : 'wanted',
      remote_id: null,
      remote_key: null,
      remote_url: null,
      told: null,
      seen: null,
      // Should it be there all the same, it is found.
      begun: again ? 'create' : null,
      refiled: row.refiled + (again ? 1 : 0),
      problem: left ? JSON.stringify(problem) : null,
    })
    .where('id', '=', filing.id)
    .execute();
  if (!again) return;
  const text = `${was} was deleted there; what it is about is still to be done, so this takes its place.`;
  const comment = { id: ids.next(), at: now, actor: 'Lanekeeper', text };
  if (row.ticketId !== null)
    await tx
      .insertInto('ticket_comment')
      .values({ ...comment, ticket_id: row.ticketId })
      .execute();
  else
    await tx
      .insertInto('ask_comment')
      .values({ ...comment, ask_id: row.askId! })
      .execute();
  await planTelling(tx, ids, await tellFilings(tx, [filing.id]));
}
