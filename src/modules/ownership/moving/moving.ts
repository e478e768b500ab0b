import type { Transaction } from 'kysely';
import type { Clock } from '../../../kernel/clock.ts';
import type { IdSource } from '../../../kernel/ids.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { Publish, PublishAll } from '../../../platform/outbox/events.ts';
import type { DB } from '../../schema.gen.ts';

/** A line for the history of a finding, which keeps its own. */
export interface FindingNote {
  findingId: string;
  kind: 'disputed' | 'dispute-decided';
  note: string;
}

/** What changing ownership needs. */
export interface MovingDeps {
  db: Database<DB>;
  ids: IdSource;
  clock: Clock;
  publish: Publish<DB>;
  publishAll: PublishAll<DB>;
  /** Writes into the histories of findings, in the transaction in which it happened. */
  tell(tx: Transaction<DB>, entry: { at: Date; actor: string }, notes: readonly FindingNote[]): Promise<void>;
}

/** Who owns what may have changed: open findings are resolved again, in a repository or of a resource. */
export const ownershipChanged = (
  publish: Publish<DB>,
  tx: Transaction<DB>,
  place: { repositoryId: string } | { resource: string },
): Promise<void> => publish(tx, { type: 'ownership.changed', ...place });
