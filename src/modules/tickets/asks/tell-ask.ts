import type { Transaction } from 'kysely';
import type { AskChangeKind } from '../../../contract/asks.ts';
import type { DB } from '../../schema.gen.ts';
import { fileAsks } from '../filing/file-tickets.ts';
import type { AskDeps } from './deps.ts';

/** What follows a change, in its transaction: those who listen, and the tracker of its queue. */
export async function tellAsk(
  tx: Transaction<DB>,
  deps: AskDeps,
  askId: string,
  what: AskChangeKind,
): Promise<void> {
  await deps.publish(tx, { type: 'ask.changed', askId, what });
  await fileAsks(tx, deps, [askId]);
}
