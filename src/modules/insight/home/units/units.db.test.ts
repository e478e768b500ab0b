import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../../test/harness/database.ts';
import {
  type SmallFinding,
  type SmallTicket,
  smallCompany,
} from '../../../../../test/harness/small-company.ts';
import { systemIds } from '../../../../platform/clock.ts';
import { ensureTriageTeam } from '../../../organisation/public.ts';
import { fold } from '../../rollup/fold.ts';
import { extentsOfTeams } from './extents.ts';
import { unitStanding } from './unit-standing.ts';
import { lastWeeks, mondayOf } from './weeks.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let company: ReturnType<typeof smallCompany>;
/** A Thursday. */
const NOW = new Date('2026-03-05T10:00:00Z');

const TEAMS: Record<string, string[]> = {
  group: ['pay', 'web', 'old', 'idle'],
  shop: ['pay', 'old', 'idle'],
  empty: [],
};
const FINDINGS: SmallFinding[] = [
  ...[0, 1, 2, 3, 4].map((priority) => ({
    team: 'pay',
    priority,
    openedDaysAgo: 10 * priority + 1,
    dueInDays: 5,
  })),
  { team: 'pay', priority: 1, openedDaysAgo: 200, dueInDays: -30 },
  { team: 'pay', priority: 2, openedDaysAgo: 40, state: 'fixed', closedDaysAgo: 20, dueInDays: -15 },
  { team: 'pay', priority: 2, openedDaysAgo: 150, state: 'fixed', closedDaysAgo: 8, dueInDays: -25 },
  { team: 'pay', priority: 0, openedDaysAgo: 120, state: 'excepted', closedDaysAgo: 30, dueInDays: -40 },
  { team: 'web', priority: 0, openedDaysAgo: 3, state: 'reopened', dueInDays: null },
  { team: 'web', priority: 2, openedDaysAgo: 60, state: 'fixed', closedDaysAgo: 1, dueInDays: -2 },
  { team: 'old', priority: 1, openedDaysAgo: 100 },
  { team: 'lone', priority: 2, openedDaysAgo: 15 },
  { team: 'pay', priority: 1, openedDaysAgo: 400, state: 'fixed', closedDaysAgo: 300, dueInDays: -310 },
];
const TICKETS: SmallTicket[] = [
  { team: 'pay', priority: 1, openedDaysAgo: 200, dueInDays: -30 },
  { team: 'pay', priority: 1, openedDaysAgo: 9, dueInDays: 5 },
  { team: 'pay', priority: 1, openedDaysAgo: 9, dueInDays: null },
  { team: 'web', priority: 0, openedDaysAgo: 3, dueInDays: -1 },
  { team: 'web', priority: 0, openedDaysAgo: 30, dueInDays: -4, closedDaysAgo: 2 },
];

beforeAll(async () => {
  database = await testDatabase();
  await ensureTriageTeam(database.db, systemIds());
  company = smallCompany(database.pool, NOW);
  await company.unit('group', { name: 'Group' });
  await company.unit('shop', { parent: 'group', name: 'Shop', leader: 'lea@acme.example' });
  await company.unit('empty', { parent: 'group' });
  await company.team('pay', { unit: 'shop', name: 'Payments' });
  await company.team('old', { unit: 'shop', retired_at: NOW });
  await company.team('idle', { unit: 'shop', retired_at: NOW });
  await company.team('web', { unit: 'group' });
  await company.team('lone');
  await company.repository('acme/pay', 'pay', ['', 'api', 'jobs']);
  await company.repository('acme/tool', 'pay');
  await company.repository('acme/web', 'web');
  await company.insert('insight_check', {
    ...{ repository_id: company.idOf('acme/pay'), tool: 'semgrep', first_at: company.day(-90) },
    scanned_at: company.day(-2),
  });
  await company.insert('insight_check', {
    ...{ repository_id: company.idOf('acme/tool'), tool: 'semgrep', first_at: company.day(-90) },
    scanned_at: company.day(-40),
  });
  for (const one of FINDINGS) await company.finding(one);
  for (const one of TICKETS) await company.ticket(one);
  await fold(database.db, NOW);
});
afterAll(() => database.drop());

const deps = () => ({ db: database.db, extents: (now: Date) => extentsOfTeams(database.db, now) });
const standing = (key: string | null) => unitStanding(deps(), key, NOW);

/** The same numbers, counted one row after the other. */
function counted(teams: readonly string[] | null) {
  const mine = <One extends { team: string }>(all: readonly One[]) =>
    all.filter(({ team }) => teams === null || teams.includes(team));
  const risky = mine(FINDINGS).filter(({ priority }) => priority <= 2);
  const isOpen = ({ state = 'open' }: SmallFinding) => state === 'open' || state === 'reopened';
  const weekOf = (daysAgo: number) => mondayOf(company.day(-daysAgo));
  const openAfter = (week: string) =>
    risky.filter(
      (one) => weekOf(one.openedDaysAgo) <= week && (isOpen(one) || weekOf(one.closedDaysAgo!) > week),
    ).length;
  const due = mine(FINDINGS).filter(
    ({ dueInDays, state }) =>
      typeof dueInDays === 'number' &&
      state !== 'excepted' &&
      weekOf(-dueInDays) >= mondayOf(NOW, -13) &&
      weekOf(-dueInDays) < mondayOf(NOW),
  );
  return {
    openByPriority: Object.fromEntries(
      [0, 1, 2, 3, 4].map((rank) => [
        `P${rank}`,
        mine(FINDINGS).filter((one) => isOpen(one) && one.priority === rank).length,
      ]),
    ),
    open: risky.filter(isOpen).length,
    openBefore: openAfter(mondayOf(NOW, -13)),
    trend: lastWeeks(NOW).map(openAfter),
    overdue: mine(TICKETS).filter(
      ({ dueInDays, closedDaysAgo }) => (dueInDays ?? 1) < 0 && closedDaysAgo === undefined,
    ).length,
    deadlines: {
      of: due.length,
      met: due.filter(
        ({ state, closedDaysAgo, dueInDays }) => state === 'fixed' && -closedDaysAgo! <= dueInDays!,
      ).length,
    },
  };
}

describe('the page of a unit', () => {
  it('has something of everything, or the tests below would prove nothing', () => {
    const { openBefore, overdue, deadlines, trend } = counted(null);
    expect(Math.min(openBefore, overdue, deadlines.met, deadlines.of - deadlines.met)).toBeGreaterThan(0);
    expect(new Set(trend).size).toBeGreaterThan(2);
  });

  it('counts all below it, however deep, and says what changed in a quarter', async () => {
    const { total, sentence, above, unit } = await standing('group');
    expect(total).toEqual({ ...counted(TEAMS['group']!), services: 4, coverage: { looked: 1, of: 3 } });
    expect([unit?.key, above]).toEqual(['group', []]);
    const { open, openBefore, deadlines } = counted(TEAMS['group']!);
    expect(open).toBeGreaterThan(openBefore);
    expect(sentence).toBe(
      `Group has ${open} open P0 to P2 findings, ${open - openBefore} more than a quarter ago; 2 tickets are overdue, ${deadlines.met} of ${deadlines.of} deadlines of the last quarter were met.`,
    );
  });

  it('shows units before teams, the most overdue first, each with its own numbers', async () => {
    const { rows } = await standing('group');
    expect(rows.map(({ kind, key }) => `${kind} ${key}`)).toEqual(['unit shop', 'unit empty', 'team web']);
    expect(rows[0]).toMatchObject({ ...counted(TEAMS['shop']!), teams: 1, services: 3 });
    expect(rows[2]).toMatchObject({ ...counted(['web']), services: 1, coverage: { looked: 0, of: 1 } });
  });

  it('keeps a retired team in sight while something of it is open, and no longer', async () => {
    const { rows, above } = await standing('shop');
    expect(rows.map(({ key, retired }) => [key, retired])).toEqual([
      ['pay', false],
      ['old', true],
    ]);
    expect(above).toEqual([{ key: 'group', name: 'Group' }]);
  });

  it('of a unit without teams says so, with zeros', async () => {
    const { sentence, total, rows } = await standing('empty');
    expect(sentence).toBe('empty has no teams yet.');
    expect(total).toEqual({ ...counted([]), services: 0, coverage: { looked: 0, of: 0 } });
    expect(rows).toEqual([]);
  });

  it('of the company holds the units at the top and the teams in none', async () => {
    const { total, rows, unit } = await standing(null);
    expect(unit).toBeNull();
    expect(total).toMatchObject(counted(null));
    expect(rows.map(({ key }) => key)).toEqual(['group', 'lone', 'security-triage']);
  });

  it('that there is not is not found', async () => {
    await expect(standing('nowhere')).rejects.toMatchObject({ code: 'LK-NOT-FOUND' });
  });

  it('follows a team that is renamed and moved, with all its past', async () => {
    await database.pool.query(`update team set name = 'Money', business_unit_id = $1 where key = 'pay'`, [
      company.idOf('empty'),
    ]);
    await fold(database.db, NOW);
    const { total, rows } = await standing('empty');
    expect(total).toMatchObject({ ...counted(['pay']), services: 3 });
    expect(rows.map(({ name }) => name)).toEqual(['Money']);
    expect((await standing('shop')).total).toMatchObject(counted(['old', 'idle']));
  });
});
