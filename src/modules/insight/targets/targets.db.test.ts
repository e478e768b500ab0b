import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openInsightHouse, someFindings, type Told, within } from '../../../../test/harness/insight-house.ts';
import type { TargetsAnswer } from '../../../contract/insights/targets.ts';

let house: Awaited<ReturnType<typeof openInsightHouse>>;
const NOW = new Date('2026-11-18T10:00:00Z');
const rows = someFindings(800, NOW, 3);
beforeAll(async () => {
  house = await openInsightHouse(NOW.toISOString());
  await house.makeTeams();
  await house.tell(rows);
  for (const [key, unit] of [
    ['one', 'shop'],
    ['two', 'ops'],
  ]) {
    await house.pool.query(
      `insert into repository (id, key, business_unit_id)
      select gen_random_uuid(), $1, id from business_unit where key = $2`,
      [key, unit],
    );
    await house.pool.query(
      `update finding set unowned = true, repository_id = (select id from repository where key = $1)
      where id in (select id from finding where state = 'open' and not unowned order by id limit 2)`,
      [key],
    );
  }
});
afterAll(() => house.close());

const isOpen = ({ state }: Told) => state === 'open' || state === 'reopened';
const put = async (headers: object, payload: object) =>
  house.app.inject({ method: 'PUT', url: '/api/v1/insights/targets', headers: { ...headers }, payload });
const TARGET = { unit: 'shop', quarter: '2026-Q4', measure: 'open-p0-p1', value: 10 };

it('targets stand next to today’s numbers, of a unit with all below it', async () => {
  const security = await house.cookieOf('sec@example.org', ['security']);
  expect((await house.ask<TargetsAnswer>('targets')).sentence).toBe('No target is set for 2026 Q4.');
  expect((await put(security, { ...TARGET, unit: 'group' })).statusCode).toBe(200);
  expect(
    (await put(security, { ...TARGET, unit: 'group', measure: 'deadlines-met', value: 0.05 })).statusCode,
  ).toBe(200);
  expect((await put(security, { ...TARGET, unit: null, measure: 'unowned', value: 3 })).statusCode).toBe(200);
  const { items, sentence } = await house.ask<TargetsAnswer>('targets?unit=group');
  const mine = rows.filter(within('group'));
  const by = Object.fromEntries(items.map((item) => [item.measure, item]));
  const urgent = mine.filter((one) => isOpen(one) && one.priority <= 1).length;
  expect(by['open-p0-p1']).toMatchObject({
    today: urgent,
    value: 10,
    reached: false,
    sentence: `${urgent} today, target 10: ${urgent - 10} to go.`,
  });
  const due = mine.filter(
    (one) =>
      one.dueAt &&
      one.state !== 'excepted' &&
      one.dueAt >= new Date('2026-09-28') &&
      one.dueAt < new Date('2026-11-16'),
  );
  const met = due.filter((one) => one.state === 'fixed' && one.changedAt <= one.dueAt!).length;
  expect(by['deadlines-met']).toMatchObject({ today: met / due.length, n: due.length, reached: true });
  expect(by['median-days']!.value).toBeNull();
  expect(by['median-days']!.today).toBeGreaterThan(0);
  expect(by['unowned']).toMatchObject({ today: 2, reached: null });
  expect(sentence).toBe('1 of 2 targets of 2026 Q4 is reached today.');
  const all = await house.ask<TargetsAnswer>('targets');
  expect(all.items.map(({ unit, measure }) => [unit?.key ?? null, measure])).toEqual([
    [null, 'open-p0-p1'],
    [null, 'deadlines-met'],
    [null, 'median-days'],
    [null, 'unowned'],
    ['group', 'open-p0-p1'],
    ['group', 'deadlines-met'],
  ]);
  expect(all.items[3]).toMatchObject({ today: 4, reached: false });
  const past = await house.ask<TargetsAnswer>('targets?quarter=2026-07-01&unit=group');
  expect(past.items.map(({ today, value }) => [today, value])).toEqual(new Array(4).fill([null, null]));
});

it('are set by who leads the unit or one above, by security; a leader of another unit is refused', async () => {
  const person = await house.cookieOf('lead@example.org');
  expect((await put(person, TARGET)).statusCode).toBe(403);
  const { rows: people } = await house.pool.query<{ id: string }>(
    `select id from person where email = 'lead@example.org'`,
  );
  await house.pool.query(
    `insert into person_grant (id, person_id, role, unit_id, given_by, given_at)
     select $1, $2, 'leader', id, 'test', now() from business_unit where key = 'group'`,
    [randomUUID(), people[0]!.id],
  );
  house.credentials.forget();
  expect((await put(person, TARGET)).statusCode).toBe(200);
  for (const unit of ['ops', null]) expect((await put(person, { ...TARGET, unit })).statusCode).toBe(403);
  expect((await put(person, { ...TARGET, value: 7 })).json()).toMatchObject({
    items: [{ value: 7, setBy: 'lead@example.org' }, {}, {}, {}],
  });
  expect((await put(person, { ...TARGET, value: null })).json()).toMatchObject({
    items: [{ value: null }, {}, {}, {}],
  });
  const trail = await house.pool.query(
    `select action, subject from audit_entry where action like 'target.%' and actor = 'lead@example.org' order by id`,
  );
  expect(trail.rows.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
    'target.set shop',
    'target.set shop',
    'target.remove shop',
  ]);
});

it('refuses shares above one, quarters that are none, units that are not', async () => {
  const security = await house.cookieOf('sec@example.org', ['security']);
  for (const [change, status] of [
    [{ measure: 'deadlines-met', value: 90 }, 400],
    [{ quarter: '2026-Q5' }, 400],
    [{ quarter: '2026-02-01' }, 400],
    [{ unit: 'nowhere' }, 404],
    [{ value: -1 }, 400],
  ] as const)
    expect((await put(security, { ...TARGET, ...change })).statusCode, JSON.stringify(change)).toBe(status);
});
