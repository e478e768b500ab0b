import type { Pool } from 'pg';
import type { Claim, IdempotencyStore } from './idempotency.ts';

/** A claim older than this was left by a process that died: the next request takes it over. */
const ABANDONED = '10 minutes';
/** `status` of a claim whose answer is not there yet. */
const RUNNING = 0;

/** Keeps answers in `idempotent_answer`. */
export function idempotencyStore(pool: Pick<Pool, 'query'>): IdempotencyStore {
  return {
    async claim(key, requestHash): Promise<Claim> {
      const claimed = await pool.query(
        `insert into idempotent_answer as a (key, request_hash, status, body) values ($1, $2, ${RUNNING}, 'null')
         on conflict (key) do update set created_at = now(), request_hash = excluded.request_hash
           where a.status = ${RUNNING} and a.created_at < now() - interval '${ABANDONED}'
         returning key`,
        [key, requestHash],
      );
      if (claimed.rowCount) return { state: 'claimed' };
      const { rows } = await pool.query<{ request_hash: string; status: number; body: unknown }>(
        'select request_hash, status, body from idempotent_answer where key = $1',
        [key],
      );
      const [row] = rows;
      // Released between the two statements: the caller may simply try again.
      if (!row) return { state: 'running', requestHash };
      if (row.status === RUNNING) return { state: 'running', requestHash: row.request_hash };
      return { state: 'answered', requestHash: row.request_hash, status: row.status, body: row.body };
    },
    async settle(key, status, body) {
      await pool.query('update idempotent_answer set status = $2, body = $3 where key = $1', [
        key,
        status,
        JSON.stringify(body),
      ]);
    },
    async release(key) {
      await pool.query(`delete from idempotent_answer where key = $1 and status = ${RUNNING}`, [key]);
    },
  };
}

/** Repeats come within minutes; older answers may go. @returns how many were removed */
export async function forgetAnswers(pool: Pick<Pool, 'query'>, before: Date): Promise<number> {
  const { rowCount } = await pool.query('delete from idempotent_answer where created_at < $1', [before]);
  return rowCount ?? 0;
}
