import type pg from 'pg';

/** A lock that is held by a connection of its own, for work that is too long for a transaction. */
export interface SessionLock {
  /** True once the connection broke: somebody else may hold the lock by now. */
  lost(): boolean;
}

/**
 * Works while nobody else holds the lock of that name; a holder that dies lets go of it.
 * @param space keeps unrelated users of locks apart
 * @returns null when somebody else holds it
 */
export async function withSessionLock<Result>(
  pool: pg.Pool,
  space: string,
  name: string,
  work: (lock: SessionLock) => Promise<Result>,
): Promise<{ result: Result } | null> {
  const session = await pool.connect();
  let lost = false;
  session.on('error', () => {
    lost = true;
  });
  try {
    await session.query(NOTICE_A_DEAD_PEER);
    const { rows } = await session.query<{ held: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as held',
      [`${space}:${name}`],
    );
    if (!rows[0]?.held) return null;
    const result = await work({ lost: () => lost });
    return { result };
  } finally {
    // The connection goes, and with it the lock: but only some time after it was told to.
    await session.query('select pg_advisory_unlock_all()').catch(() => {});
    session.release(true);
  }
}

/** A machine that vanishes says no goodbye: without these, its session and lock would stay for two hours. */
const NOTICE_A_DEAD_PEER =
  'set tcp_keepalives_idle = 3; set tcp_keepalives_interval = 1; set tcp_keepalives_count = 3';
