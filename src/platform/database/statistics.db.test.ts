import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { refreshStatistics } from './statistics.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  database = await testDatabase();
  await database.pool.query(`create table grown (n int) with (autovacuum_enabled = false)`);
  await database.pool.query(`analyze grown`);
});
afterAll(() => database.drop());

const write = (rows: number) =>
  database.pool.query('insert into grown select generate_series(1, $1::int)', [rows]);
const believed = async () =>
  (await database.pool.query(`select reltuples::int as n from pg_class where relname = 'grown'`)).rows[0].n;

it('PostgreSQL knows at once of a table that has become much larger, and is not bothered with little', async () => {
  await write(500);
  await refreshStatistics(database.db, ['grown'], 500);
  const before = await believed();
  expect(before).toBeLessThanOrEqual(0);
  await write(3000);
  await refreshStatistics(database.db, ['grown', 'ticket'], 3000);
  expect(await believed()).toBe(3500);
  await write(2000);
  await refreshStatistics(database.db, ['grown'], 2000);
  expect(await believed()).toBe(3500);
});
