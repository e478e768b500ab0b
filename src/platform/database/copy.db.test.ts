import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { copyInto } from './copy.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

it('a connection that is lost in the middle of a COPY is an error of its transaction, not of the process', async () => {
  const copying = database.db.transaction().execute(async (tx) => {
    await sql`create temporary table told (n int, words text) on commit drop`.execute(tx);
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    async function* lines() {
      for (let n = 0; n < 50_000; n++) {
        if (n === 20_000) await database.pool.query('select pg_terminate_backend($1, 5000)', [rows[0]!.pid]);
        // The loss is noticed some time after it happened.
        if (n === 20_001) await new Promise((resolve) => setTimeout(resolve, 100));
        if (n === 20_002) throw new Error('given up');
        yield [n, 'word '.repeat(20)];
      }
    }
    return copyInto(tx, 'told', ['n', 'words'], lines());
  });
  await expect(copying).rejects.toThrow();
  // What nobody hears comes a moment later and would fail this file.
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect((await database.pool.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
});
