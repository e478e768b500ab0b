import { type Kysely, sql } from 'kysely';
import { together } from '../../../platform/together.ts';
import type { DB } from '../../schema.gen.ts';

interface Kept {
  folds: number;
  /** By the clock of the process. */
  untilMs: number;
  value: Promise<unknown>;
}

const kept = new WeakMap<object, Map<string, Kept>>();

/** Windows move with the time, and not all that is told beside counts is counted: nothing is kept for longer. */
const LONGEST_MS = 30_000;

/**
 * What was made of the cells, kept in this process until the cells change: whoever asks meanwhile waits for the same
 * answer. `name` says what it is, with all that it depends on besides the cells; answers are small.
 */
export async function untilFolded<Value>(
  db: Kysely<DB>,
  name: string,
  load: () => Promise<Value>,
): Promise<Value> {
  const folds = await foldsOf(db);
  const mine = kept.get(db) ?? new Map<string, Kept>();
  kept.set(db, mine);
  const found = mine.get(name);
  const nowMs = performance.now();
  if (found && found.folds === folds && nowMs < found.untilMs) return found.value as Promise<Value>;
  if (mine.size >= NAMES) mine.clear();
  const value = load();
  mine.set(name, { folds, untilMs: nowMs + LONGEST_MS, value });
  // What failed is asked again by the next.
  value.catch(() => mine.delete(name));
  return value;
}

/** Names at once: a few per day, and a few for each team that people look at. */
const NAMES = 2000;

const foldsOf = (db: Kysely<DB>): Promise<number> =>
  together(db, 'folds', async () => {
    const { rows } = await sql<{
      folds: number;
    }>`select folds from insight_state where name = 'cells'`.execute(db);
    return rows[0]?.folds ?? 0;
  });
