import { type Kysely, sql } from 'kysely';
import type { DB } from '../../schema.gen.ts';
import { type Cell, type CellColumn, type CellQuery, readCells, readCellsEach } from '../rollup/cells.ts';

type Rows = readonly (Partial<Cell> & { n: number })[];

/** Answers kept for what was counted at one moment: as many rows, or as many answers, as fit into some megabytes. */
const MOST_ROWS = 100_000;
const MOST_ANSWERS = 1_000;

interface Kept {
  folds: string;
  rows: number;
  answers: Map<string, Promise<Rows>>;
}
const kept = new WeakMap<object, Kept>();

/**
 * The cells as they were folded last. What was read of them is kept until the next fold: many people look at the same
 * pictures, and between two folds they cannot differ.
 */
export interface Counts {
  /** When the counts were brought up; null while there is nothing to count. */
  asOf: Date | null;
  read<Column extends CellColumn>(
    query: CellQuery,
    by: readonly Column[],
  ): Promise<readonly (Pick<Cell, Column> & { n: number })[]>;
  /** For many scopes at once. */
  readEach<Column extends CellColumn>(
    scopeIds: readonly string[],
    query: Omit<CellQuery, 'scopeId'>,
    by: readonly Column[],
  ): Promise<readonly (Pick<Cell, Column> & { scope_id: string; n: number })[]>;
  /** Any other question to the cells: its answer is kept as well. */
  keep<Row extends { n: number }>(question: string, read: () => Promise<Row[]>): Promise<readonly Row[]>;
}

export async function openCounts(db: Kysely<DB>): Promise<Counts> {
  const { rows } = await sql<{ folds: string; at: Date }>`
    select folds::text, folded_at as at from insight_state where name = 'cells'`.execute(db);
  const known = keptOf(db, rows[0]?.folds ?? '0');
  return {
    asOf: rows[0]?.at ?? null,
    read: (query, by) => recall(known, JSON.stringify([query, by]), () => readCells(db, query, by)),
    readEach: (scopeIds, query, by) =>
      recall(known, JSON.stringify([scopeIds, query, by]), () => readCellsEach(db, scopeIds, query, by)),
    keep: (question, read) => recall(known, question, read),
  };
}

function keptOf(db: object, folds: string): Kept {
  const before = kept.get(db);
  if (before?.folds === folds) return before;
  const fresh = { folds, rows: 0, answers: new Map() };
  kept.set(db, fresh);
  return fresh;
}

/** What is the same question is the same answer: also while it is still being read. */
function recall<Row extends { n: number }>(
  known: Kept,
  question: string,
  read: () => Promise<Row[]>,
): Promise<readonly Row[]> {
  const before = known.answers.get(question);
  if (before) return before as unknown as Promise<readonly Row[]>;
  if (known.rows > MOST_ROWS || known.answers.size >= MOST_ANSWERS) {
    known.answers.clear();
    known.rows = 0;
  }
  const answer = read().then(
    (rows) => {
      known.rows += rows.length;
      return rows;
    },
    (error: unknown) => {
      known.answers.delete(question);
      throw error;
    },
  );
  known.answers.set(question, answer as unknown as Promise<Rows>);
  return answer;
}
