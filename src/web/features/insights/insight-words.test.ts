import { describe, expect, it } from 'vitest';
import { filterOf, without } from './filter-words.ts';
import { curvesSentence, daysWords, estimateWords, flowSentence, intervalWords } from './number-words.ts';
import { happenings } from './picture-marks.ts';
import { quartersAround, targetOf, targetWords, typedOf } from './targets/target-words.ts';

const now = new Date('2026-11-22T10:00:00Z');

describe('the filter that insights share', () => {
  it('looks back from today by its period, and days given by themselves win', () => {
    expect(filterOf({ period: '13w' }, now).from).toBe('2026-08-23');
    expect(filterOf({ period: '13w', from: '2026-01-05' }, now).from).toBe('2026-01-05');
    expect(filterOf({}, now).from).toBeUndefined();
  });

  it('says which part of it a picture cannot follow, and only what was asked for', () => {
    const filter = filterOf({ kind: 'code', team: 'pay' }, now);
    const { asked, notes } = without(filter, 'kind', 'severity');
    expect(asked).not.toHaveProperty('kind');
    expect(asked.team).toBe('pay');
    expect(notes).toEqual([
      'The filter by kind does not reach this picture: these counts are not kept by it.',
    ]);
    expect(without(filterOf({}, now), 'kind').notes).toEqual([]);
  });
});

describe('numbers in words', () => {
  it('come with their interval, and as a dash where nothing can be told', () => {
    expect(estimateWords({ value: 3.217, low: 2.1, high: 14.8 })).toBe('3.2 (2.1 to 15)');
    expect(estimateWords({ value: null, low: null, high: null })).toBe('–');
    expect(intervalWords({ low: 0.123, high: 0.456 })).toBe('12 % to 46 %');
    expect(intervalWords({ low: null, high: null })).toBe('–');
  });

  it('say that a curve did not reach a mark instead of naming a day', () => {
    expect(daysWords({ value: 12, low: 9, high: 15 })).toBe('12 days (9 to 15)');
    expect(daysWords({ value: 1, low: 1, high: null })).toBe('1 day (1 to open end)');
    expect(daysWords({ value: null, low: 40, high: null })).toBe('not reached');
  });

  it('say of each priority when half are fixed, and of which not yet', () => {
    const at = (priority: string, value: number | null) => ({
      priority,
      median: { value, low: null, high: null },
    });
    expect(curvesSentence([at('P0', 0), at('P1', 9), at('P3', null)])).toBe(
      'Half are fixed after less than a day for P0 and 9 days for P1; not yet half of P3.',
    );
    expect(curvesSentence([at('P0', null)])).toBe('Of no priority is half fixed yet: P0.');
    expect(curvesSentence([])).toBe('Nothing was opened in these months.');
  });

  it('tell what came and went, and which was more', () => {
    expect(flowSentence([5, 7], [4, 2])).toBe(
      'In 2 weeks 12 findings came and 6 went by a fix: 6 more came.',
    );
    expect(flowSentence([1], [1])).toBe('In 1 week 1 finding came and 1 went by a fix.');
    expect(flowSentence([0, 0], [0, 0])).toBe('Nothing was opened or fixed in these weeks.');
  });
});

describe('a target', () => {
  it('of deadlines is typed in percent and kept as a share, both ways the same', () => {
    expect(targetOf('deadlines-met', 80)).toBe(0.8);
    expect(typedOf('deadlines-met', 0.8)).toBe(80);
    expect(typedOf('open-p0-p1', null)).toBe('');
    expect(targetWords('deadlines-met', 0.8)).toBe('80 %');
    expect(targetWords('median-days', 12)).toBe('12 days');
  });

  it('is set for the quarters around today, over the turn of a year', () => {
    expect(quartersAround(now).map(({ value }) => value)).toEqual([
      '2026-Q3',
      '2026-Q4',
      '2027-Q1',
      '2027-Q2',
      '2027-Q3',
    ]);
  });
});

describe('what happened', () => {
  it('is told newest first, the tools of one day together, and only marks that people set have an effect', () => {
    const mark = (at: string, source: 'tool' | 'marker', title: string, id: string | null) =>
      ({ at, week: at, source, kind: 'other', title, id }) as const;
    const told = happenings([
      mark('2026-08-24', 'tool', 'codeql begins', null),
      mark('2026-08-24', 'tool', 'snyk begins', null),
      mark('2026-10-20', 'marker', 'Header live', 'mrk_1'),
    ]);
    expect(told.map(({ at, words, id }) => [at, words, id])).toEqual([
      ['2026-10-20', 'Header live', 'mrk_1'],
      ['2026-08-24', 'New: codeql and snyk', null],
    ]);
  });
});
