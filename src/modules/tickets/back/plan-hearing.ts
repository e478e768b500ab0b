import type { Kysely } from 'kysely';
import type { IdSource } from '../../../kernel/ids.ts';
import { plan } from '../../../platform/outbox/plan.ts';
import type { DB } from '../../schema.gen.ts';
import type { Hint } from './store.ts';

export const HEARING_TOPIC = 'filing.hear';

/** Hints come in bursts: those of one moment are one look, at its end. */
const MOMENT_MS = 3_000;

/**
 * Has these filings read again. It is an act with the subject of telling them: what we are just telling is never taken
 * for somebody's edit, and it waits when the tracker asks for a pause.
 * @param now of the real time, by which trackers and acts go
 */
export async function planHearing(
  db: Kysely<DB>,
  ids: IdSource,
  hints: readonly Hint[],
  now: Date,
): Promise<number> {
  const moment = Math.floor(now.getTime() / MOMENT_MS) + 1;
  return plan(
    db,
    ids,
    hints.map(({ filingId, connectionId, about }) => ({
      topic: HEARING_TOPIC,
      idempotencyKey: `hear:${filingId}:${moment}`,
      payload: { filingId },
      lane: connectionId,
      subject: `filing:${filingId}`,
      about,
      dueAt: new Date(moment * MOMENT_MS),
    })),
  );
}
