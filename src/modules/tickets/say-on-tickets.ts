import type { Transaction } from 'kysely';
import type { DB } from '../schema.gen.ts';
import { type FilingDeps, fileTickets } from './filing/file-tickets.ts';
import { addComments } from './store.ts';

/** Comments of ours on tickets, told on their other sides, too. */
export async function sayOnTickets(
  tx: Transaction<DB>,
  deps: FilingDeps,
  comments: Parameters<typeof addComments>[1],
): Promise<void> {
  await addComments(tx, comments);
  await fileTickets(
    tx,
    deps,
    comments.map((comment) => comment.ticket_id),
  );
}
