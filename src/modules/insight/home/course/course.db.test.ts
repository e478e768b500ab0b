import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../../test/harness/database.ts';
import {
  type SmallFinding,
  type SmallTicket,
  smallCompany,
} from '../../../../../test/harness/small-company.ts';
import { fold } from '../../rollup/fold.ts';
import { mondayOf } from '../units/weeks.ts';
import { teamCourse } from './team-course.ts';

/** A Sunday, so that the week is as long as weeks are. */
const NOW = new Date('2026-03-08T10:00:00Z');
let database: Awaited<ReturnType<typeof testDatabase>>;
let company: ReturnType<typeof smallCompany>;

const FINDINGS: SmallFinding[] = [
  { team: 'pay', priority: 0, openedDaysAgo: 2, tool: 'gitleaks' },
  { team: 'pay', priority: 2, openedDaysAgo: 300 },
  { team: 'pay', priority: 2, openedDaysAgo: 300, state: 'fixed', closedDaysAgo: 45 },
  { team: 'pay', priority: 2, openedDaysAgo: 30, state: 'excepted', closedDaysAgo: 9 },
  { team: 'pay', priority: 4, openedDaysAgo: 70, state: 'reopened', tool: 'trivy' },
  { team: 'web', priority: 1, openedDaysAgo: 5, tool: 'zap' },
];
const TICKETS: (SmallTicket & { became: string | null })[] = [
  { team: 'pay', priority: 2, openedDaysAgo: 200, dueInDays: -91, became: null },
  { team: 'pay', priority: 2, openedDaysAgo: 200, dueInDays: -89, closedDaysAgo: 89, became: 'met' },
  { team: 'pay', priority: 2, openedDaysAgo: 200, dueInDays: -40, closedDaysAgo: 39, became: 'missed' },
  { team: 'pay', priority: 2, openedDaysAgo: 200, dueInDays: -1, became: 'missed' },
  { team: 'pay', priority: 2, openedDaysAgo: 20, dueInDays: 10, closedDaysAgo: 1, became: 'met' },
  { team: 'pay', priority: 2, openedDaysAgo: 20, dueInDays: 30, became: 'coming' },
  { team: 'pay', priority: 2, openedDaysAgo: 20, dueInDays: 31, became: null },
  { team: 'pay', priority: 2, openedDaysAgo: 20, dueInDays: null, became: null },
  { team: 'web', priority: 2, openedDaysAgo: 20, dueInDays: 3, became: null },
];

beforeAll(async () => {
  database = await testDatabase();
  company = smallCompany(database.pool, NOW);
  await company.team('pay');
  await company.team('web');
  await company.repository('acme/pay', 'pay', ['', 'api']);
  await company.repository('acme/old', 'pay');
  await database.pool.query(`update repository set archived = true where key = 'acme/old'`);
  for (const one of FINDINGS) await company.finding(one);
  for (const { became: _, ...one } of TICKETS) await company.ticket(one);
  await fold(database.db, NOW);
});
afterAll(() => database.drop());

const weekOf = (daysAgo: number) => mondayOf(company.day(-daysAgo));
const isOpen = ({ state = 'open' }: SmallFinding) => state === 'open' || state === 'reopened';

describe('how a team does over time', () => {
  it('is what was open at the end of each week, by priority, counted row by row', async () => {
    const { weeks } = await teamCourse(database.db, 'pay', NOW);
    expect(weeks).toHaveLength(13);
    expect(weeks.at(-1)!.week).toBe('2026-03-02');
    for (const { week, openByPriority } of weeks)
      expect(Object.values(openByPriority), week).toEqual(
        [0, 1, 2, 3, 4].map(
          (rank) =>
            FINDINGS.filter(
              (one) =>
                one.team === 'pay' &&
                one.priority === rank &&
                weekOf(one.openedDaysAgo) <= week &&
                (isOpen(one) || weekOf(one.closedDaysAgo!) > week),
            ).length,
        ),
      );
  });

  it('marks tools that first told of it in this time, and no others', async () => {
    const { introductions } = await teamCourse(database.db, 'pay', NOW);
    expect(introductions).toEqual([
      { tool: 'trivy', week: weekOf(70) },
      { tool: 'gitleaks', week: weekOf(2) },
    ]);
  });

  it('says what became of each date around now, in order', async () => {
    const { deadlines, more } = await teamCourse(database.db, 'pay', NOW);
    const wanted = TICKETS.flatMap(({ became }, index) => (became ? [[`PAY-${index + 1}`, became]] : []));
    expect(deadlines.map(({ key, became }) => [key, became])).toEqual(wanted);
    expect(more).toBe(false);
  });

  it('counts what it owns, without archived repositories; a team of nothing has zeros', async () => {
    const { owns } = await teamCourse(database.db, 'pay', NOW);
    expect(owns).toEqual({ repositories: 1, services: 1, undescribed: 2, stale: 0, invalid: 0 });
    const { owns: none, deadlines } = await teamCourse(database.db, 'web', NOW);
    expect([none.repositories, deadlines.length]).toEqual([0, 1]);
    await expect(teamCourse(database.db, 'nowhere', NOW)).rejects.toMatchObject({ code: 'LK-NOT-FOUND' });
  });
});
