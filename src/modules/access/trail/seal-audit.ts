import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../../platform/database/database.ts';
import { tryLockFor } from '../../../platform/database/database.ts';
import type { Log } from '../../../platform/log.ts';
import type { DB } from '../../schema.gen.ts';
import { type Seal, sealOf } from './chain.ts';
import { hasUnsealed, insertSeals, lastSeal, takeUnsealed } from './store.ts';

const MOST_AT_ONCE = 5_000;
const EVERY_MS = 1_000;

/**
 * Seals what was committed since the last time, in one transaction; while another process does so, nothing. Sealing in
 * the writers' own transactions would make each of them wait for all others.
 * @returns how many were sealed
 */
export async function sealAudit(db: Database<DB>): Promise<number> {
  return db.transaction().execute(async (tx) => {
    if (!(await tryLockFor(tx, 'audit', 'seal'))) return 0;
    let { seq, hash: before } = await lastSeal(tx);
    const seals: Seal[] = [];
    for (const entry of await takeUnsealed(tx, MOST_AT_ONCE)) {
      before = sealOf(before, ++seq, entry);
      seals.push({ seq, entryId: entry.id, hash: before });
    }
    if (seals.length > 0) await insertSeals(tx, seals);
    return seals.length;
  });
}

/** Keeps the trail sealed while this process works on jobs. */
export function keepSeals({ db, log }: { db: Database<DB>; log: Log }): { stop(): Promise<void> } {
  const stopped = new AbortController();
  const loop = (async () => {
    while (!stopped.signal.aborted) {
      try {
        if (await hasUnsealed(db)) while ((await sealAudit(db)) === MOST_AT_ONCE && !stopped.signal.aborted);
      } catch (error) {
        log.warn({ error: (error as Error).message }, 'the audit trail is not sealed yet, trying again');
      }
      await sleep(EVERY_MS, undefined, { signal: stopped.signal }).catch(() => {});
    }
  })();
  return {
    async stop() {
      stopped.abort();
      await loop;
    },
  };
}
