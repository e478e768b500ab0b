import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import { nameOf } from '../hash.ts';

/**
 * Statements get a name, so that a connection parses and plans each text once: planning costs as much as
 * running most of ours. Texts are those of the code, hence few; lists of values and filters that people
 * combine make many, so after some thousand the rest stays unnamed.
 */
const MOST_NAMES = 2000;
/** Longer texts are rows written in one INSERT: their number of rows varies. */
const LONGEST_TEXT = 6000;

/** Without values, only these are one statement for certain; `begin` and its like have no plan to keep. */
const READS = /^\s*(?:select|with)\s/i;

const names = new Map<string, string>();

function statementName(text: string): string | undefined {
  const known = names.get(text);
  if (known) return known;
  if (text.length > LONGEST_TEXT || names.size >= MOST_NAMES) return undefined;
  const name = nameOf(text);
  names.set(text, name);
  return name;
}

/** The pool as Kysely takes it, its queries prepared. */
export function preparing(pool: pg.Pool): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect();
      const query = (text: string, values: readonly unknown[] = []) => {
        const name = statementName(text);
        return name && (values.length > 0 || READS.test(text))
          ? client.query({ name, text, values: [...values] })
          : client.query(text, [...values]);
      };
      const release = (destroy?: boolean) => client.release(destroy);
      // Kysely's type has a second form of `query` for cursors, which nobody here uses.
      return { query, release } as unknown as PostgresPoolClient;
    },
  };
}
