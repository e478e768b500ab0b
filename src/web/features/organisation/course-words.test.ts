import { expect, it } from 'vitest';
import type { TeamCourse } from '../../../contract/meetings.ts';
import { deadlineColumns, deadlineSentence, openSentence } from './course-words.ts';

const NOW = new Date('2026-03-31T12:00:00Z');
const DAY_MS = 86_400_000;
const dated = (
  days: number,
  became: 'met' | 'missed' | 'coming',
  closed = became === 'met',
): TeamCourse['deadlines'][number] => ({
  ...{ key: `PAY-${days}`, title: 'x', priority: 'P2', became },
  dueAt: new Date(NOW.getTime() + days * DAY_MS).toISOString(),
  closedAt: closed ? NOW.toISOString() : null,
});

it('every date stands in one week, whatever clocks do in between, and no week is left out', () => {
  const deadlines = [dated(-90, 'met'), dated(-3, 'missed', true), dated(-2, 'missed'), dated(30, 'coming')];
  const columns = deadlineColumns(deadlines, NOW);
  expect(columns).toHaveLength(18);
  const steps = columns.slice(1).map(({ at }, index) => Date.parse(at) - Date.parse(columns[index]!.at));
  expect(new Set(steps)).toEqual(new Set([7 * DAY_MS]));
  const sum = (state: 'met' | 'late' | 'overdue' | 'toCome') =>
    columns.reduce((all, column) => all + column[state], 0);
  expect([sum('met'), sum('late'), sum('overdue'), sum('toCome')]).toEqual([1, 1, 1, 1]);
  expect(deadlineSentence(deadlines)).toBe('1 of 3 dates were met in 90 days; 1 to come.');
});

it('what is open is compared with the first week that is shown', () => {
  const weeks = [5, 9, 3].map((P1, index) => ({
    week: `2026-03-0${index + 1}`,
    openByPriority: { P0: 0, P1, P2: 1, P3: 0, P4: 0 },
  }));
  expect(openSentence(weeks)).toBe('4 open findings, 2 fewer than 2 weeks ago.');
  expect(openSentence(weeks.slice(0, 1))).toBe('6 open findings, as many as 0 weeks ago.');
});
