import { describe, expect, it } from 'vitest';
import { bytes, dueState, exactTime, percent, relativeTime, sentenceOf, shortDay } from './format.ts';

const now = new Date('2025-11-03T12:00:00Z');
const at = (ms: number) => new Date(now.getTime() + ms).toISOString();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('relative times', () => {
  it.each([
    [at(-20_000), 'just now'],
    [at(20_000), 'just now'],
    [at(50_000), 'in a moment'],
    [at(-5 * 60_000), '5 minutes ago'],
    [at(-3 * HOUR), '3 hours ago'],
    [at(-DAY), 'yesterday'],
    [at(DAY), 'tomorrow'],
    [at(10 * DAY), 'in 10 days'],
    [at(21 * DAY), 'in 3 weeks'],
    [at(-90 * DAY), '3 months ago'],
    [at(-800 * DAY), '2 years ago'],
  ])('%s is told as "%s"', (iso, text) => {
    expect(relativeTime(iso, now)).toBe(text);
  });

  it('has the exact time with its zone for those who ask', () => {
    expect(exactTime('2025-11-03T14:05:00Z', 'UTC')).toBe('3 Nov 2025, 14:05 UTC');
  });

  it('names the year of a day only when it is another one', () => {
    expect(shortDay('2025-02-01T00:00:00Z', now, 'UTC')).toBe('1 Feb');
    expect(shortDay('2024-02-01T00:00:00Z', now, 'UTC')).toBe('1 Feb 2024');
  });
});

describe('due dates', () => {
  it('turn overdue the moment they pass, and say by how much', () => {
    expect(dueState(at(1), now).tone).toBe('soon');
    expect(dueState(at(-1), now)).toEqual({ tone: 'overdue', text: 'overdue' });
    expect(dueState(at(-DAY), now)).toEqual({ tone: 'overdue', text: '1 day overdue' });
    expect(dueState(at(-12 * DAY), now)).toEqual({ tone: 'overdue', text: '12 days overdue' });
  });

  it('are soon up to seven days ahead, not later', () => {
    expect(dueState(at(7 * DAY), now)).toEqual({ tone: 'soon', text: 'in 7 days' });
    expect(dueState(at(7 * DAY + 1), now).tone).toBe('later');
    expect(dueState(at(5 * HOUR), now)).toEqual({ tone: 'soon', text: 'within a day' });
  });

  it('never blame work that is done', () => {
    expect(dueState(at(-30 * DAY), now, true).tone).toBe('later');
  });

  it('may be absent', () => {
    expect(dueState(null, now)).toEqual({ tone: 'none', text: 'no date' });
  });
});

describe('numbers', () => {
  it('are scaled', () => {
    expect(bytes(812_400)).toBe('812 kB');
    expect(bytes(3_250_000)).toBe('3.3 MB');
    expect(percent(0.945)).toBe('95 %');
    expect(percent(0.0213)).toBe('2.1 %');
    expect(percent(0.00042)).toBe('0.04 %');
  });
});

it('what an outside system says is a sentence among others', () => {
  expect(sentenceOf('a token of acme-shop is missing')).toBe('A token of acme-shop is missing.');
  expect(sentenceOf('Is it on? ')).toBe('Is it on?');
});
