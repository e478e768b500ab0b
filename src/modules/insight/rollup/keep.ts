import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../platform/log.ts';
import type { DB } from '../../schema.gen.ts';
import { fold, hasHeard } from './fold.ts';

/** How far the counts may lag behind the rows. */
const EVERY_MS = 1000;

/**
 * Keeps the counts up while this process works on jobs. A pulse and no job: what writes findings is not to wait for
 * a row of a queue that all of them would share.
 */
export function keepRollups(deps: { db: Kysely<DB>; clock: Clock; log: Log }): { stop(): Promise<void> } {
  const stopped = new AbortController();
  const loop = (async () => {
    while (!stopped.signal.aborted) {
      try {
        if (await hasHeard(deps.db)) await fold(deps.db, deps.clock.now(), 'is left alone');
      } catch (error) {
        deps.log.warn({ error: (error as Error).message }, 'the counts are not up to date, trying again');
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
