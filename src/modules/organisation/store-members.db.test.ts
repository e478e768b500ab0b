import { afterAll, beforeAll, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { systemIds } from '../../platform/clock.ts';
import { ensurePerson } from '../access/public.ts';
import { ensureTriageTeam, importOrganisation, teamsOf } from './public.ts';
import { replaceClaims, teamIds } from './store-members.ts';

const ids = systemIds();
let database: Awaited<ReturnType<typeof testDatabase>>;
let cho: string;
let pay: string;
beforeAll(async () => {
  database = await testDatabase();
  await ensureTriageTeam(database.db, ids);
  await write('teams: [{ key: pay }, { key: cart, deputies: [a, b], deputy: a }]', '2026-01-01');
  cho = await database.db.transaction().execute(async (tx) => {
    return (await ensurePerson(tx, ids, { email: 'cho@acme.example', name: 'Cho', roles: ['developer'] })).id;
  });
  pay = (await teamIds(database.db, ['pay'])).get('pay')!;
});
afterAll(() => database.drop());

const write = (text: string, day: string) =>
  database.db
    .transaction()
    .execute((tx) => importOrganisation(tx, ids, text, { now: new Date(`${day}T00:00:00Z`) }));
const imports = (teams: string, day: string) =>
  write(`people: [{ email: cho@acme.example, name: Cho, teams: [${teams}] }]`, day);
const okta = (claims: string[], day: string) =>
  database.db.transaction().execute((tx) =>
    replaceClaims(
      tx,
      'scim',
      { teams: [pay] },
      claims.map((person) => ({ person, team: pay, role: 'developer' })),
      new Date(`${day}T00:00:00Z`),
    ),
  );
const periods = async () =>
  (
    await database.pool.query(
      `select t.key, p.role, to_char(begun_at at time zone 'UTC', 'MM-DD') as begun, to_char(ended_at at time zone 'UTC', 'MM-DD') as ended
       from membership_period p join team t on t.id = p.team_id order by begun_at, key`,
    )
  ).rows.map((row) => Object.values(row).join(' '));

it('a membership lasts while one source says so, and its history tells each role from when to when', async () => {
  await imports('{ team: pay, role: champion }, { team: cart }', '2026-02-01');
  await okta([cho], '2026-02-02');
  expect(await teamsOf(database.db, cho)).toMatchObject([{ key: 'cart' }, { key: 'pay', role: 'champion' }]);
  // The document lets go; the directory does not.
  await imports('{ team: cart }', '2026-02-03');
  expect(await teamsOf(database.db, cho)).toMatchObject([{ key: 'cart' }, { key: 'pay', role: 'developer' }]);
  await okta([], '2026-02-04');
  expect(await teamsOf(database.db, cho)).toMatchObject([{ key: 'cart' }]);
  expect(await periods()).toEqual([
    'cart developer 02-01 ',
    'pay champion 02-01 02-03',
    'pay developer 02-03 02-04',
  ]);
});

it('the same word again writes no row of history', async () => {
  const before = await periods();
  await imports('{ team: cart }', '2026-03-01');
  await okta([], '2026-03-01');
  expect(await periods()).toEqual(before);
});

it('a team keeps several deputies, each named once', async () => {
  const { rows } = await database.pool.query(`select deputies from team where key = 'cart'`);
  expect(rows[0].deputies).toEqual(['a', 'b']);
});
