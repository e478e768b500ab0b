import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byUse, pace, type WantingTicket } from './pace.ts';
import { ordinal, waitWords, weeksUntil } from './wait-words.ts';
import { weekStart } from './week.ts';

const NOW = new Date('2026-03-04T09:00:00Z');
const day = (n: number) => new Date(NOW.getTime() + n * 86_400_000);

const wanting: WantingTicket = {
  fixId: 'f1',
  teamId: 'pay',
  priority: 2,
  exploited: 0,
  dueAt: day(20),
  findings: 1,
  openedAt: day(-1),
  exempt: false,
};

const fixes = fc.uniqueArray(
  fc.record({
    fixId: fc.uuid(),
    teamId: fc.constantFrom('a', 'b', 'c'),
    priority: fc.integer({ min: 0, max: 4 }),
    exploited: fc.integer({ min: 0, max: 2 }),
    dueAt: fc.option(fc.integer({ min: -60, max: 60 }).map(day)),
    findings: fc.integer({ min: 1, max: 4 }),
    openedAt: fc.integer({ min: -90, max: 0 }).map(day),
    exempt: fc.boolean(),
  }),
  { selector: ({ fixId }) => fixId, maxLength: 60 },
);
const cap = fc.integer({ min: 1, max: 8 });
const made = fc.record({ a: fc.integer({ min: 0, max: 9 }), b: fc.integer({ min: 0, max: 9 }) });
const paced = (all: WantingTicket[], before: object, newTicketsPerTeamPerWeek: number | null) =>
  pace(all, new Map(Object.entries(before)), { newTicketsPerTeamPerWeek }, NOW);

describe('pace', () => {
  it('never gives a team more than its week has room for, whatever comes, but for what may not wait', () => {
    fc.assert(
      fc.property(fixes, made, cap, (all, before, limit) => {
        const { make } = paced(all, before, limit);
        for (const team of ['a', 'b', 'c']) {
          const got = make.filter(({ teamId }) => teamId === team);
          const ordinary = got.filter(({ exempt }) => !exempt).length;
          const room = limit - ((before as Record<string, number>)[team] ?? 0) - (got.length - ordinary);
          expect(ordinary).toBeLessThanOrEqual(Math.max(0, room));
        }
      }),
    );
  });

  it('loses nothing and makes nothing twice; what is exempt never waits; no cap, no waiting', () => {
    fc.assert(
      fc.property(fixes, made, cap, (all, before, limit) => {
        const { make, wait } = paced(all, before, limit);
        expect([...make, ...wait].map(({ fixId }) => fixId).sort()).toEqual(
          all.map(({ fixId }) => fixId).sort(),
        );
        expect(wait.filter(({ exempt }) => exempt)).toEqual([]);
        expect(paced(all, before, null).wait).toEqual([]);
      }),
    );
  });

  it('lets nobody overtake who is less useful, and wastes no room', () => {
    fc.assert(
      fc.property(fixes, made, cap, (all, before, limit) => {
        const { make, wait } = paced(all, before, limit);
        const order = byUse(NOW);
        for (const fix of wait) {
          const team = make.filter(({ teamId }) => teamId === fix.teamId);
          for (const other of team) if (!other.exempt) expect(order(other, fix)).toBeLessThan(0);
          expect(team.length + ((before as Record<string, number>)[fix.teamId] ?? 0)).toBeGreaterThanOrEqual(
            limit,
          );
        }
      }),
    );
  });

  it('has one order, however the fixes are handed in', () => {
    fc.assert(
      fc.property(fixes, fc.infiniteStream(fc.nat()), (all, numbers) => {
        const shuffled = all
          .map((fix) => ({ fix, at: numbers.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ fix }) => fix);
        expect(paced(shuffled, {}, 3)).toEqual(paced(all, {}, 3));
        const order = byUse(NOW);
        for (const a of all)
          for (const b of all) expect(order(a, b) === 0 ? 0 : -order(b, a)).toBe(order(a, b));
      }),
    );
  });

  it('takes the most useful first: near its date, urgent, exploited, soonest due, removing most, oldest', () => {
    const better: Partial<WantingTicket>[] = [
      { priority: 3, openedAt: day(-30), dueAt: day(20) },
      { priority: 1 },
      { exploited: 1 },
      { dueAt: day(19) },
      { findings: 5 },
      { openedAt: day(-2) },
    ];
    for (const change of better) {
      const [first] = paced([wanting, { ...wanting, fixId: 'f2', ...change }], {}, 1).make;
      expect(first?.fixId, JSON.stringify(change)).toBe('f2');
    }
  });
});

describe('the words of waiting', () => {
  const place = { position: 12, of: 41, team: 'Payments', made: 10, cap: 10, timeZone: 'UTC' };

  it('say where it stands, how many go a week and when it is expected', () => {
    expect(waitWords(place, NOW)).toBe(
      '12th of 41 waiting for Payments; 10 new tickets a week; expected in the week of 16 March',
    );
    expect(waitWords({ ...place, position: 1 }, NOW)).toMatch(/^1st of 41 .* week of 9 March$/);
    expect(waitWords({ ...place, position: 3, made: 6 }, NOW)).toMatch(/within the hour$/);
  });

  it('count weeks so that nobody is promised more than the cap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(20), cap, (position, before, limit) => {
        const weeks = weeksUntil(position, before, limit);
        const room = Math.max(0, limit - before) + weeks * limit;
        expect(room).toBeGreaterThanOrEqual(position);
        if (weeks > 0) expect(room - limit).toBeLessThan(position);
      }),
    );
  });

  it('number as people do', () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111].map(ordinal)).toEqual(
      '1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 101st 111th'.split(' '),
    );
  });
});

describe('a week', () => {
  it('begins on Monday in the policy’s time zone, also where clocks change', () => {
    expect(weekStart(NOW, 'UTC').toISOString()).toBe('2026-03-02T00:00:00.000Z');
    expect(weekStart(new Date('2026-03-01T23:30:00Z'), 'Europe/Berlin').toISOString()).toBe(
      '2026-03-01T23:00:00.000Z',
    );
    expect(weekStart(new Date('2026-03-27T12:00:00Z'), 'Europe/Berlin', 1).toISOString()).toBe(
      '2026-03-29T22:00:00.000Z',
    );
  });
});
