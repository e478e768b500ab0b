import { describe, expect, it } from 'vitest';
import { daysOf, foldHistory, type Happening, historyWords, notePieces } from './history-words.ts';

const NOW = new Date('2026-11-20T20:00:00Z');
const entry = (at: string, kind = 'moved'): Happening => ({
  at,
  kind,
  actor: 'scan by trivy',
  scan: null,
  note: null,
});

describe('the history of a finding', () => {
  it('stays readable for kinds of events that this page does not know', () => {
    expect(historyWords('re-rated')).toBe('Rated anew');
    expect(historyWords('handed-over')).toBe('Handed over');
  });

  it('leads to the findings that its notes name', () => {
    const id = `fnd_${'0a'.repeat(16)}`;
    expect(notePieces(`the same as ${id}: seen`)).toEqual([
      { text: 'the same as ', finding: false },
      { text: id, finding: true },
      { text: ': seen', finding: false },
    ]);
    expect(notePieces('now in fnd_lib.ts')).toEqual([{ text: 'now in fnd_lib.ts', finding: false }]);
  });

  it('is grouped by the reader’s own day, the present and the last one by name', () => {
    const times = [
      '2026-11-20T08:00:00Z',
      '2026-11-19T23:30:00Z',
      '2026-11-19T01:00:00Z',
      '2025-03-01T12:00:00Z',
    ];
    const days = (zone: string) =>
      daysOf(
        times.map((at) => entry(at)),
        NOW,
        zone,
      ).map(({ name, entries }) => [name, entries.length]);
    expect(days('UTC')).toEqual([
      ['Today', 1],
      ['Yesterday', 2],
      ['1 Mar 2025', 1],
    ]);
    expect(days('Europe/Berlin')).toEqual([
      ['Today', 2],
      ['Yesterday', 1],
      ['1 Mar 2025', 1],
    ]);
  });

  it('when long, is told by its newest entries and its first, and counts what it leaves out', () => {
    const all = Array.from({ length: 30 }, (_, day) => entry(new Date(NOW.getTime() + day).toISOString()));
    const { newest, hidden, first } = foldHistory(all);
    expect([newest[0], first[0]]).toEqual([all.at(-1), all[0]]);
    expect(newest.length + hidden + first.length).toBe(30);
    expect(foldHistory(all.slice(0, 8))).toMatchObject({ hidden: 0, newest: all.slice(0, 8).reverse() });
    expect(foldHistory(all.slice(0, 9)).hidden).toBeGreaterThan(1);
  });
});
