import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, openTestHouse, type TestHouse } from '../../../../test/harness/house.ts';
import { policyWith } from '../../../../test/harness/policy.ts';
import { sarif } from '../../../../test/harness/reports.ts';
import { fixEscalated } from '../../../contract/escalation.ts';
import { importOrganisation } from '../../organisation/public.ts';
import { storeFilesOf } from '../../ownership/service.ts';
import { escalate } from './escalate.ts';

const ORGANISATION = `
businessUnits: [{ key: sales, name: Sales, leader: vera@example.com }]
teams:
  - { key: pay, name: Payments, unit: sales, queue: PAY, manager: kim@example.com, champion: sam@example.com }
`;
const RULES = `
escalation:
  - { id: half-way, when: 'finding.priority in ["P2", "P3"]', at: { share: 0.5 }, to: [owner] }
  - { id: near, when: 'finding.kind == "code"', at: { before: 2d }, to: [champion] }
  - { id: due, at: { share: 1 }, to: [manager] }
  - { id: over, when: 'finding.priority == "P2"', at: { after: 7d }, to: [leader], because: a week over }
`;

let home: TestHouse;
const heard: unknown[] = [];
beforeAll(async () => {
  home = await openTestHouse();
  await policyWith(home, RULES);
  const { database, ids, clock } = home.house;
  await database.db.transaction().execute(async (tx) => {
    await importOrganisation(tx, ids, ORGANISATION);
    const file = { path: 'about.yaml', content: 'apiVersion: lanekeeper.dev/v1\nowner: pay\n' };
    await storeFilesOf(tx, { ids, now: clock.now() }, 'acme/pay', [file]);
  });
});
afterAll(() => home.close());

const deps = () => ({
  db: home.house.work.db,
  ids: home.house.ids,
  clock: home.clock,
  publishAll: async (_tx: unknown, events: readonly object[]) => void heard.push(...events),
});
const send = (n: number) =>
  home.send(sarif(Array.from({ length: n }, (_, i) => ({ path: `p${i}/a.ts`, text: `q(${i})` }))), {
    repository: 'acme/pay',
  });
const said = async () =>
  (await home.rows<{ text: string }>(`select c.text from ticket_comment c order by c.at, c.id`)).map(
    ({ text }) => text,
  );

describe('a date', () => {
  it('is told of rule by rule as it comes near, once each, to whom the rule names', async () => {
    // P2: 30 days.
    await send(1);
    await escalate(deps());
    expect(await said()).toEqual([]);
    const steps: [days: number, ends: RegExp | null][] = [
      [16, /^Reminder to Payments: due in 14 days, on 1 April\. Is something in the way\?$/],
      [1, null],
      [12, /^Reminder to sam@example\.com \(champion\): due in 24 hours, on 1 April/],
      [2, /^Reminder to kim@example\.com \(manager\): due 24 hours ago/],
      [
        7,
        /^Reminder to vera@example\.com \(leader\): due 8 days ago, on 1 April\. Is something in the way\? \(a week over\)$/,
      ],
    ];
    for (const [days, words] of steps) {
      home.clock.advance(days * DAY);
      const before = await said();
      // Two workers at once.
      await Promise.all([escalate(deps()), escalate(deps())]);
      await escalate(deps());
      const told = (await said()).slice(before.length);
      expect(told).toEqual(words ? [expect.stringMatching(words)] : []);
    }
    expect(heard).toHaveLength(4);
    expect(fixEscalated.loose().parse(heard[1])).toMatchObject({
      type: 'fix.escalated',
      rule: 'near',
      ticketKey: 'PAY-1',
      told: [{ role: 'champion', email: 'sam@example.com' }],
    });
  });

  it('that was missed by many before the first run makes one comment on each ticket, the highest', async () => {
    await home.pool.query('delete from escalation; delete from ticket_comment');
    await send(5);
    home.clock.advance(60 * DAY);
    expect(await escalate(deps())).toBe(5);
    const told = await said();
    expect(told).toHaveLength(5);
    expect(told.every((text) => text.includes('vera@example.com (leader)'))).toBe(true);
    expect(await home.rows('select count(*)::int as n from escalation where told = $1', [[]])).toEqual([
      { n: 15 },
    ]);
    expect(await escalate(deps())).toBe(0);
  });

  it('of what is fixed, claimed to be fixed or paused is nobody told of', async () => {
    await home.pool.query('delete from escalation; delete from ticket_comment');
    await home.pool.query(`update ticket set state = 'claimed-fixed' where number = 1`);
    await home.pool.query(`insert into finding_clock (finding_id, paused_since, paused_by)
      select f.id, now(), 'waits' from finding f join ticket k on k.fix_id = f.fix_id where k.number = 2`);
    expect(await escalate(deps())).toBe(3);
    await home.pool.query('delete from escalation; delete from ticket_comment');
    await home.send(sarif([]), { repository: 'acme/pay' });
    const closing = await said();
    expect(await escalate(deps())).toBe(0);
    expect(await said()).toEqual(closing);
  });

  it('is told to whoever works on it, called by name; to the team where nobody can tell who that is', async () => {
    await home.pool.query('delete from escalation; delete from ticket_comment');
    await policyWith(home, 'escalation: [{ id: half, at: { share: 0.5 }, to: [owner] }]');
    await home.pool.query(`insert into person (id, email, name, roles)
      values (gen_random_uuid(), 'ann@example.com', 'Ann Bo', '{developer}')`);
    await send(2);
    await home.pool.query(
      `update ticket set assignee = case number % 2 when 0 then 'Ann Bo' else 'somebody' end`,
    );
    heard.length = 0;
    home.clock.advance(16 * DAY);
    expect(await escalate(deps())).toBe(2);
    const told = heard.map((event) => fixEscalated.loose().parse(event).told[0]!);
    expect(told.map(({ email, name }) => `${email} ${name}`).sort()).toEqual([
      'ann@example.com Ann Bo',
      'null Payments',
    ]);
  });

  it('is nobody’s business where the policy has no rules', async () => {
    await policyWith(home, 'escalation: []');
    await send(3);
    home.clock.advance(90 * DAY);
    expect(await escalate(deps())).toBe(0);
  });
});
