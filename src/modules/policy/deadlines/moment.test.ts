import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoOf, parseMoment } from './moment.ts';

const moment = fc.date({
  min: new Date('0000-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});

describe('moments', () => {
  it('are read and written as Date does it', () => {
    fc.assert(
      fc.property(moment, (at) => {
        expect(parseMoment(at.toISOString())).toBe(at.getTime());
        expect(isoOf(at.getTime())).toBe(at.toISOString());
      }),
      { numRuns: 2000 },
    );
  });

  it('are read in every form that Date reads, and nothing else is one', () => {
    const texts = [
      '2026-03-01T10:00:00Z',
      '2026-03-01T10:00:00+02:00',
      '2026-03-01',
      '2026-03-01T24:00:00.000Z',
      '2026-03-01T10:61:00.000Z',
      '2026-02-30T10:00:00.000Z',
      '2026-13-01T10:00:00.000Z',
      '2026-03-01T1a:00:00.000Z',
      '2026-03-01T10:00:00.0b0Z',
      '2026-03-01T10:00:00.000X',
      'yesterday, at ten past 7Z',
      '',
    ];
    for (const text of texts) {
      const ms = Date.parse(text);
      expect(parseMoment(text), text).toBe(Number.isNaN(ms) ? null : ms);
    }
    expect(parseMoment('+012345-01-01T00:00:00Z')).toBeNull();
  });
});
