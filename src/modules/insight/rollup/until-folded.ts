import { type Kysely, sql } from 'kysely';
import { together } from '../../../platform/together.ts';
import type { DB } from '../../schema.gen.ts';
import { type Kept, keptNow, renew } from '../kept-briefly.ts';

const kept = new WeakMap<object, Map<string, Kept<unknown> & { folds: number }>>();

/** What is told beside counts is not counted, so it is kept for so long; and for as long again while it is loaded anew. */
const FRESH_MS = 30_000;
const SHOWN_MS = 60_000;

/**
 * What was made of the cells, kept in this process until the cells change: whoever asks meanwhile waits for the same
 * answer. `name` says what it is, with all that it depends on besides the cells, the day among it; answers are small.
 * @param of whether something else is told with it, which may change without a fold
 */
export async function untilFolded<Value>(
  db: Kysely<DB>,
  name: string,
  load: () => Promise<Value>,
  of: 'cells alone' | 'more than cells' = 'cells alone',
): Promise<Value> {
  const folds = await foldsOf(db);
  const mine = kept.get(db) ?? new Map<string, Kept<unknown> & { folds: number }>();
  kept.set(db, mine);
  const keep = (value: Promise<Value>) => {
    if (mine.size >= NAMES) mine.clear();
    mine.set(name, { ...keptNow<unknown>(value), folds });
  };
  const found = mine.get(name);
  const ageMs = of === 'cells alone' || !found ? 0 : performance.now() - found.atMs;
  if (found?.folds === folds && ageMs < SHOWN_MS) {
    if (ageMs >= FRESH_MS)
      renew(found, load, (value) => (value ? keep(value as Promise<Value>) : mine.delete(name)));
    return found.answer as Promise<Value>;
  }
  const value = load();
  keep(value);
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
