import type { Database } from '../../../platform/database/database.ts';
import type { DB } from '../../schema.gen.ts';
import { BEFORE_ALL, headWords, type Seal, type Sealable, sealOf } from './chain.ts';
import { firstStray, type SealedRow, sealsAfter, type Waiting, waiting } from './store.ts';

export interface Verified {
  /** How many seals hold: all of them, or those before the first that does not. */
  sealed: number;
  /** The last seal that holds, to be written down elsewhere: `SEQ:HASH`. */
  head: string;
  /** Entries without a seal yet, and since when the oldest waits; a few seconds are usual. */
  waiting: Waiting;
  /** The first place at which the trail is not what it was; null: it is whole. */
  broken: string | null;
}

const STEP = 5_000;

/**
 * Goes through the whole chain in one view of the database, with little memory however long it is.
 * @param written a seal that was written down before; the chain must still hold it
 */
export async function verifyAudit(
  db: Database<DB>,
  written: { seq: number; hash: string } | null = null,
): Promise<Verified> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      let last: Pick<Seal, 'seq' | 'hash'> = { seq: 0, hash: BEFORE_ALL };
      let broken: string | null = null;
      for (;;) {
        const rows = await sealsAfter(tx, last.seq, STEP);
        for (const row of rows) {
          broken = objection(last, row, written);
          if (broken !== null) break;
          last = row;
        }
        if (broken !== null || rows.length < STEP) break;
      }
      if (broken === null && written !== null && written.seq > last.seq)
        broken = `seal ${written.seq} is missing: the trail ends at ${last.seq}, so its end was cut off`;
      const stray = broken === null ? await firstStray(tx) : null;
      if (stray !== null)
        broken = `entry ${stray} has no seal and waits for none: it was put in past the trail`;
      return { sealed: last.seq, head: headWords(last), waiting: await waiting(tx), broken };
    });
}

/** What is wrong with a seal that follows another; null: it holds. Pure. */
function objection(
  before: Pick<Seal, 'seq' | 'hash'>,
  row: SealedRow,
  written: { seq: number; hash: string } | null,
): string | null {
  const seq = before.seq + 1;
  if (row.seq !== seq) return `seal ${seq} is missing`;
  if (row.id === null) return `entry ${row.entryId} is missing; seal ${seq} tells that it was there`;
  if (!sealOf(before.hash, seq, row as Sealable).equals(row.hash))
    return `entry ${row.id} is not what seal ${seq} was made for: the entry, the seal or their order was changed`;
  if (written?.seq === seq && written.hash !== row.hash.toString('hex'))
    return `seal ${seq} is not the one that was written down: the trail was made anew up to there or further`;
  return null;
}
