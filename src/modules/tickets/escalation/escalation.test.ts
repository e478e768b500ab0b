import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePolicy, DEFAULT_POLICY, escalationMoment } from '../../policy/pure.ts';
import { crossed } from './crossed.ts';
import { reminderWords, whoIsTold } from './told.ts';

const { workdays } = compilePolicy(DEFAULT_POLICY).deadlines;
const at = (text: string) => Date.parse(text);
const iso = (ms: number | null) => ms && new Date(ms).toISOString();
// A Monday and the Friday eleven days later.
const [START, DUE] = [at('2026-03-02T09:00:00Z'), at('2026-03-13T09:00:00Z')];
const moment = (rule: Parameters<typeof escalationMoment>[0]) =>
  iso(escalationMoment(rule, START, DUE, workdays));

describe('the moment of a rule', () => {
  it('is a share of the time, or so long before or after the date, in days or working days', () => {
    expect(moment({ share: 0.5 })).toBe('2026-03-07T21:00:00.000Z');
    expect(moment({ share: 1 })).toBe('2026-03-13T09:00:00.000Z');
    expect(moment({ before: { days: 2, working: false } })).toBe('2026-03-11T09:00:00.000Z');
    expect(moment({ before: { days: 4, working: true } })).toBe('2026-03-09T09:00:00.000Z');
    expect(moment({ after: { days: 7, working: false } })).toBe('2026-03-20T09:00:00.000Z');
    expect(moment({ after: { days: 1, working: true } })).toBe('2026-03-16T09:00:00.000Z');
    expect(moment({ after: null })).toBeNull();
  });

  it('never lies in the first half of the time: a new ticket reminds nobody', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.boolean(), (days, working) => {
        const found = escalationMoment({ before: { days, working } }, START, DUE, workdays)!;
        expect(found).toBeGreaterThanOrEqual((START + DUE) / 2);
        expect(found).toBeLessThanOrEqual(DUE);
      }),
    );
  });
});

const reach = (rule: string, momentMs: number, more = {}) => ({
  rule,
  moment: momentMs,
  told: false,
  holds: true,
  ...more,
});

describe('what a date that was crossed says', () => {
  it('is the highest rule alone; the lower ones are covered', () => {
    const rules = [reach('half', 1), reach('near', 2), reach('over', 3), reach('week', 9)];
    expect(crossed(rules, 5)).toEqual({ speaks: 'over', covered: ['half', 'near'] });
    expect(crossed(rules, 0)).toEqual({ speaks: null, covered: [] });
  });

  it('is nothing below what was told, and nothing whose condition does not hold', () => {
    expect(crossed([reach('half', 1), reach('over', 3, { told: true })], 5)).toEqual({
      speaks: null,
      covered: ['half'],
    });
    expect(crossed([reach('half', 1), reach('over', 3, { holds: false })], 5).speaks).toBe('half');
  });

  it('is said once and climbs: asked again and again, no rule speaks twice or after a higher one', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(50), { maxLength: 6 }),
        fc.array(fc.nat(60), { maxLength: 20 }),
        (moments, times) => {
          const told = new Set<string>();
          const spoken: number[] = [];
          for (const now of times.toSorted((a, b) => a - b)) {
            const rules = moments.map((ms) => reach(`r${ms}`, ms, { told: told.has(`r${ms}`) }));
            const { speaks, covered } = crossed(rules, now);
            for (const rule of [...covered, ...(speaks ? [speaks] : [])]) {
              expect(told.has(rule)).toBe(false);
              told.add(rule);
            }
            if (speaks) spoken.push(Number(speaks.slice(1)));
          }
          expect(spoken).toEqual(spoken.toSorted((a, b) => a - b));
        },
      ),
    );
  });
});

describe('who is told', () => {
  const people = {
    team: 'Payments',
    assignee: null,
    champion: 'sam@a.example',
    manager: 'kim@a.example',
    leader: null,
    partner: null,
  };
  const nameOf = (email: string) => ({ 'sam@a.example': 'Sam Lee' })[email] ?? email;

  it('is asked by name and role; where nobody is named, the next one', () => {
    expect(whoIsTold(['champion'], people, nameOf)).toEqual([
      { role: 'champion', email: 'sam@a.example', name: 'Sam Lee' },
    ]);
    expect(whoIsTold(['champion'], { ...people, champion: null }, nameOf)[0]).toMatchObject({
      role: 'manager',
    });
    expect(whoIsTold(['leader'], people, nameOf)).toEqual([
      { role: 'security', email: null, name: 'security' },
    ]);
    expect(whoIsTold(['owner'], people, nameOf)).toEqual([{ role: 'owner', email: null, name: 'Payments' }]);
  });

  it('hears it once, in whatever roles', () => {
    expect(whoIsTold(['champion', 'manager'], { ...people, champion: null }, nameOf)).toHaveLength(1);
  });

  it('reads a short sentence with the date', () => {
    const told = whoIsTold(['champion', 'manager'], people, nameOf);
    const due = { at: new Date('2026-05-03T12:00:00Z'), day: '3 May' };
    expect(reminderWords(told, due, new Date('2026-05-01T12:00:00Z'))).toBe(
      'Reminder to Sam Lee (champion) and kim@a.example (manager): due in 2 days, on 3 May. Is something in the way?',
    );
    expect(reminderWords(told.slice(0, 1), due, new Date('2026-05-10T12:00:00Z'))).toBe(
      'Reminder to Sam Lee (champion): due 7 days ago, on 3 May. Is something in the way?',
    );
  });
});
