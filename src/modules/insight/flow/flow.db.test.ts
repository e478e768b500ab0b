import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openInsightHouse,
  someFindings,
  TEAMS,
  type Told,
  within,
} from '../../../../test/harness/insight-house.ts';
import type { DeadlinesAnswer } from '../../../contract/insights/deadlines.ts';
import type { TimeToFixAnswer } from '../../../contract/insights/time-to-fix.ts';
import { PRIORITIES } from '../../../kernel/decision.ts';

let house: Awaited<ReturnType<typeof openInsightHouse>>;
/** A Wednesday in the first week of a year whose days before Thursday are of the old one. */
const NOW = new Date('2026-12-30T10:00:00Z');
const DAY = 86_400_000;
const rows = someFindings(1500, NOW, 5);
beforeAll(async () => {
  house = await openInsightHouse(NOW.toISOString());
  await house.makeTeams();
  await house.tell(rows);
});
afterAll(() => house.close());

const isOpen = ({ state }: Told) => state === 'open' || state === 'reopened';
const mondayOf = (at: Date) => new Date(Math.floor((at.getTime() / DAY + 3) / 7) * 7 * DAY - 3 * DAY);
const day = (at: Date) => at.toISOString().slice(0, 10);
const MONDAY = Date.parse('2026-12-28');

const dueOf = (some: readonly Told[]) => {
  const due = some.filter((one) => one.state !== 'excepted' && one.dueAt !== null);
  const met = due.filter((one) => one.state === 'fixed' && one.changedAt <= one.dueAt!).length;
  const late = due.filter((one) => one.state === 'fixed' && one.changedAt > one.dueAt!).length;
  const overdue = due.filter((one) => isOpen(one) && one.dueAt!.getTime() < MONDAY).length;
  const toCome = due.filter((one) => isOpen(one) && one.dueAt!.getTime() >= MONDAY).length;
  // Of weeks that are over: of later dates only what was met early is known.
  const over = due.filter((one) => one.dueAt!.getTime() < MONDAY);
  const kept = over.filter((one) => one.state === 'fixed' && one.changedAt <= one.dueAt!).length;
  return { met, late, overdue, toCome, share: expect.objectContaining({ n: kept, of: over.length }) };
};
const later = (one: Told) => !one.firstLook;

describe('deadlines', () => {
  it('met, late, past due and to come, by week, are what the rows say', async () => {
    const shown = await house.ask<DeadlinesAnswer>('deadlines?by=tool');
    expect(shown.periods).toHaveLength(21);
    for (const { at, ...counts } of shown.periods)
      expect(counts, at).toEqual(
        dueOf(rows.filter((one) => later(one) && one.dueAt && day(mondayOf(one.dueAt)) === at)),
      );
    const inWindow = rows.filter(
      (one) =>
        later(one) &&
        one.dueAt &&
        day(mondayOf(one.dueAt)) >= shown.filter.from &&
        day(one.dueAt) <= shown.filter.to,
    );
    expect(shown.total).toEqual(dueOf(inWindow));
    expect(shown.total.share.of).toBeGreaterThan(30);
    for (const { key, name: _, ...counts } of shown.groups)
      expect(counts).toEqual(dueOf(inWindow.filter(({ tool }) => tool === key)));
    expect(shown.sentence).toContain(`${Math.round((100 * shown.total.share.n) / shown.total.share.of)} %`);
  });

  it('by month a week belongs where its Thursday is; by team of a unit, with first looks', async () => {
    const shown = await house.ask<DeadlinesAnswer>(
      'deadlines?unit=group&by=team&per=month&firstLooks=with&priority=P1&from=2025-12-29&to=2026-12-31',
    );
    expect([shown.periods[0]!.at, shown.periods.at(-1)!.at]).toEqual(['2026-01-01', '2026-12-01']);
    const some = rows.filter(
      (one) =>
        within('group')(one) &&
        one.priority === 1 &&
        one.dueAt &&
        day(one.dueAt) >= '2025-12-29' &&
        day(one.dueAt) <= '2027-01-03',
    );
    for (const { at, ...counts } of shown.periods) {
      const thursday = (one: Told) => day(new Date(mondayOf(one.dueAt!).getTime() + 3 * DAY));
      expect(counts, at).toEqual(dueOf(some.filter((one) => thursday(one).slice(0, 7) === at.slice(0, 7))));
    }
    expect(shown.groups.map(({ key }) => key)).toEqual(['apps', 'cart', 'web']);
    for (const { key, name: _, ...counts } of shown.groups)
      expect(counts).toEqual(dueOf(some.filter(({ team }) => team === key)));
  });
});

/** Fixed: whole days, in the steps in which they are kept; open: from the Thursday of the week of opening. */
const daysOf = (one: Told): number => {
  if (isOpen(one)) return Math.max(0, (Date.parse(day(NOW)) - mondayOf(one.openedAt).getTime()) / DAY - 3);
  const days = Math.floor((one.changedAt.getTime() - one.openedAt.getTime()) / DAY);
  if (days <= 30) return days;
  const [base, step] = days <= 121 ? [30, 7] : [121, 30];
  return base + Math.ceil((days - base) / step) * step;
};
/** The product itself, day by day to the 800th. */
function survival(some: readonly Told[]): number[] {
  const ages = some.map((one) => ({ age: daysOf(one), fixed: one.state === 'fixed' }));
  let open = 1;
  return Array.from({ length: 801 }, (_, at) => {
    const atRisk = ages.filter(({ age }) => age >= at).length;
    const fixed = ages.filter(({ age, fixed }) => fixed && age === at).length;
    if (atRisk > 0) open *= 1 - fixed / atRisk;
    return open;
  });
}

describe('time to fix', () => {
  it('is the Kaplan-Meier curve of each priority, open ones counted', async () => {
    const shown = await house.ask<TimeToFixAnswer>('time-to-fix?from=2025-03-01');
    expect(shown.curves.map(({ priority }) => priority)).toEqual(PRIORITIES);
    const thursdayMonth = (one: Told) =>
      day(new Date(mondayOf(one.openedAt).getTime() + 3 * DAY)) >= '2025-03-01';
    for (const curve of shown.curves) {
      const mine = rows.filter(
        (one) =>
          later(one) &&
          PRIORITIES[one.priority] === curve.priority &&
          (isOpen(one) ? thursdayMonth(one) : one.state === 'fixed' && day(one.openedAt) >= '2025-03-01'),
      );
      expect(curve).toMatchObject({
        n: mine.length,
        fixed: mine.filter(({ state }) => state === 'fixed').length,
      });
      const open = survival(mine);
      for (const point of curve.points) expect(point.open).toBeCloseTo(open[point.days]!, 9);
      const { value } = curve.median;
      if (value === null) expect(open[800]).toBeGreaterThan(0.5);
      else {
        expect(open[value]!).toBeLessThanOrEqual(0.5 + 1e-9);
        expect(open[value - 1]!).toBeGreaterThan(0.5);
      }
    }
  });

  it('of N critical, M fixed within so many days: by month, team and tool', async () => {
    for (const by of ['month', 'team', 'tool'] as const) {
      const shown = await house.ask<TimeToFixAnswer>(`time-to-fix?by=${by}&within=21&from=2026-01-01`);
      const critical = rows.filter(
        (one) => later(one) && one.severity === 0 && one.openedAt >= new Date('2026-01-01'),
      );
      const inTime = (some: readonly Told[]) =>
        some.filter(
          (one) => one.state === 'fixed' && one.changedAt.getTime() - one.openedAt.getTime() < 22 * DAY,
        ).length;
      const keyOf = (one: Told) => (by === 'month' ? `${day(one.openedAt).slice(0, 7)}-01` : one[by]);
      if (by === 'team') expect(shown.within.groups.map(({ key }) => key)).toEqual([...TEAMS].sort());
      for (const { key, share, waiting } of shown.within.groups) {
        const mine = critical.filter((one) => keyOf(one) === key && one.state !== 'excepted');
        expect(share.n, `${by} ${key}`).toBe(inTime(mine));
        expect(share.of + waiting, `${by} ${key}`).toBe(mine.length);
        const young = mine.filter((one) => isOpen(one) && daysOf(one) <= 21).length;
        if (by !== 'month') expect(waiting).toBe(young);
      }
      const { n, of } = shown.within.share;
      expect(shown.sentence).toMatch(`${n} of ${of} critical findings were fixed within 21 days.`);
      expect(n).toBe(inTime(critical));
    }
  });

  it('keeps to the days for which counts are kept, and says so', async () => {
    const shown = await house.ask<TimeToFixAnswer>('time-to-fix?within=60&severity=high&team=cart');
    expect(shown.within.days).toBe(58);
    expect(shown.notes.join(' ')).toContain('58 days, not for 60');
    const refused = await house.app.inject({
      url: '/api/v1/insights/time-to-fix?within=0',
      headers: house.headers,
    });
    expect(refused.statusCode).toBe(400);
  });

  it('of a single finding is honest', async () => {
    const one = await openInsightHouse(NOW.toISOString());
    try {
      await one.makeTeams();
      expect(await one.ask<TimeToFixAnswer>('time-to-fix')).toMatchObject({
        asOf: null,
        curves: [],
        sentence: 'No critical finding is old enough to tell.',
      });
      expect((await one.ask<DeadlinesAnswer>('deadlines')).sentence).toBe(
        'No deadline has passed in this time.',
      );
      const finding = rows.find(
        (each) => later(each) && isOpen(each) && each.openedAt >= new Date('2026-06-01'),
      )!;
      await one.tell([{ ...finding, severity: 0 }]);
      const shown = await one.ask<TimeToFixAnswer>('time-to-fix');
      expect(shown.curves).toMatchObject([{ n: 1, open: 1, median: { value: null, low: null, high: null } }]);
      expect(shown.within.share).toMatchObject({ n: 0, of: 1, low: 0, words: '0 of 1' });
      expect(shown.within.share.high).toBeLessThan(1);
    } finally {
      await one.close();
    }
  });
});
