import type { DirectorySyncCounts } from '../../../contract/directory.ts';
import type { DirectoryDeps } from './sync-deps.ts';
import { type SyncRow, selectSync, upsertSync } from './sync-store.ts';

const TELL_EVERY_MS = 2000;
/** How often the mere word that nothing changed is written. */
const KEPT_FOR_MS = 3_600_000;
const MAX_SAYS = 50;

/** What a sync has come to so far, told in the log and in one row. */
export interface SyncProgress {
  readonly counts: DirectorySyncCounts;
  says(sentence: string): void;
  /** Call it as often as there is news. */
  tell(): Promise<void>;
  /** The last word. One that found everything as it was writes it at most once an hour. */
  end(state: SyncRow['state'], options?: { changed?: boolean; continuesAt?: Date | null }): Promise<void>;
}

export function trackSync(
  { clock, db, log }: DirectoryDeps,
  connection: { id: string; key: string },
): SyncProgress {
  const begunAt = clock.now();
  const counts: DirectorySyncCounts = { people: 0, teams: 0, memberships: 0, applied: null, says: [] };
  let wrote = false;
  let toldAt = performance.now();
  return {
    counts,
    says(sentence) {
      if (counts.says.length < MAX_SAYS) counts.says.push(sentence.slice(0, 500));
    },
    async tell() {
      if (performance.now() - toldAt < TELL_EVERY_MS) return;
      toldAt = performance.now();
      wrote = true;
      const { people, teams, memberships } = counts;
      log.info({ connection: connection.key, people, teams, memberships }, 'directory is being read');
      await upsertSync(db, connection.id, {
        state: 'running',
        begunAt,
        endedAt: null,
        continuesAt: null,
        told: counts,
      });
    },
    async end(state, { changed = false, continuesAt = null } = {}) {
      const endedAt = clock.now();
      log[state === 'failed' ? 'warn' : 'info'](
        { connection: connection.key, state, ...counts },
        'directory was read',
      );
      const before = await selectSync(db, connection.id);
      const isOld = !before?.endedAt || endedAt.getTime() - before.endedAt.getTime() >= KEPT_FOR_MS;
      const isNews = wrote || changed || state !== 'done' || before?.state !== 'done';
      if (isNews || isOld)
        await upsertSync(db, connection.id, { state, begunAt, endedAt, continuesAt, told: counts });
    },
  };
}
