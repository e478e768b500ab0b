import type { SweepCounts } from '../../../contract/connections.ts';
import type { SweepDeps } from './deps.ts';
import { type StoredState, selectSweep, upsertSweep } from './store.ts';

/** Sentences kept for people; all are counted. */
const MAX_SAYS = 50;
/** How often word of a sweep that is under way is written. */
const KEEP_EVERY_MS = 2000;
/** How often the mere word that nothing changed is written. */
const LOOK_KEPT_FOR_MS = 3_600_000;

/** What a sweep has come to so far, told to people in the log and in one row. */
export interface Progress {
  readonly counts: SweepCounts;
  /** Something does not fit; the sweep goes on. */
  problem(sentence: string): void;
  /** Call it after rows were written: so far, the sweep is worth a word. */
  keep(): Promise<void>;
  /** The last word. A look that found all as it was writes it at most once an hour. */
  end(state: StoredState, continuesAt?: Date | null): Promise<void>;
}

/** What a sweep can tell before its first page. */
export const nothingYet = (): SweepCounts => ({
  pages: 0,
  unchangedPages: 0,
  repositories: 0,
  added: 0,
  renamed: 0,
  archived: 0,
  read: 0,
  changed: 0,
  problems: 0,
  says: [],
});

export function trackProgress(deps: SweepDeps, connection: { id: string; key: string }): Progress {
  const { clock, db, log } = deps;
  const begunAt = clock.now();
  const counts = nothingYet();
  let wrote = false;
  let keptAt = 0;
  const write = (state: StoredState, continuesAt: Date | null = null) =>
    upsertSweep(db, connection.id, { state, begunAt, lookedAt: clock.now(), continuesAt, told: counts });
  return {
    counts,
    problem(sentence) {
      counts.problems++;
      if (counts.says.length < MAX_SAYS) counts.says.push(sentence.slice(0, 500));
    },
    async keep() {
      wrote = true;
      if (performance.now() - keptAt < KEEP_EVERY_MS) return;
      keptAt = performance.now();
      const { says: _says, ...numbers } = counts;
      log.info({ connection: connection.key, ...numbers }, 'sweep is under way');
      await write('running');
    },
    async end(state, continuesAt = null) {
      const { says, ...numbers } = counts;
      const told = { connection: connection.key, state, ...numbers, ...(says.length > 0 && { says }) };
      if (counts.problems > 0) log.warn(told, 'sweep ended with problems');
      else log.info(told, 'sweep ended');
      const before = await selectSweep(db, connection.id);
      const isNews = wrote || counts.problems > 0 || state !== 'done' || before?.state !== 'done';
      const isOld = !before || clock.now().getTime() - before.lookedAt.getTime() >= LOOK_KEPT_FOR_MS;
      if (isNews || isOld || before.told.problems > 0) await write(state, continuesAt);
    },
  };
}
