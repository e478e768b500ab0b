import type pg from 'pg';
import type { Log } from '../../../../platform/log.ts';
import { FOLDED } from '../../rollup/fold.ts';

const AGAIN_MS = 2_000;

/**
 * Hears over one connection of this process that the counts have changed. A connection that breaks is made again; what
 * was missed meanwhile is made up for by one call.
 */
export function hearFolds(deps: { pool: pg.Pool; log: Log; changed: () => void }): { stop(): Promise<void> } {
  let stopped = false;
  let client: pg.PoolClient | null = null;
  let again: NodeJS.Timeout | undefined;

  async function listen(): Promise<void> {
    try {
      const mine = await deps.pool.connect();
      if (stopped) return mine.release();
      client = mine;
      mine.on('notification', deps.changed);
      mine.once('error', () => lost(mine));
      mine.once('end', () => lost(mine));
      await mine.query(`listen ${FOLDED}`);
      deps.changed();
    } catch (error) {
      deps.log.warn({ error: (error as Error).message }, 'walls are not live, trying again');
      lost(client);
    }
  }

  function lost(broken: pg.PoolClient | null): void {
    if (broken !== client) return;
    client = null;
    broken?.release(true);
    if (stopped) return;
    clearTimeout(again);
    again = setTimeout(() => (begun = listen()), AGAIN_MS);
    again.unref();
  }

  let begun = listen();
  return {
    async stop() {
      stopped = true;
      clearTimeout(again);
      await begun;
      const mine = client;
      client = null;
      // It still listens: nobody else shall get it.
      mine?.release(true);
    },
  };
}
