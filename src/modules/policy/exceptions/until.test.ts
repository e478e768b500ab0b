import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUntil } from './until.ts';

const now = new Date('2026-03-02T09:00:00Z');
const risk = { kind: 'accepted-risk', maxDays: 180, now } as const;
const problem = (text: string | null) => {
  const read = readUntil(text, risk);
  return read.ok ? null : read.problem;
};

describe('the end of an exception', () => {
  it('is the end of a day, or a moment', () => {
    expect(readUntil('2026-04-01', risk)).toEqual({ ok: true, at: new Date('2026-04-01T23:59:59.999Z') });
    expect(readUntil('2026-04-01T12:00:00+02:00', risk)).toEqual({
      ok: true,
      at: new Date('2026-04-01T10:00:00Z'),
    });
    expect(readUntil('2026-03-02', risk)).toMatchObject({ ok: true });
  });

  it('that has passed is refused with a sentence', () => {
    expect(problem('2026-03-01')).toBe(
      'until: 2026-03-01 has passed already: name a day that is still to come.',
    );
    expect(problem('2026-03-02T09:00:00Z')).toContain('has passed already');
  });

  it('is needed for what is borne for a time: for ever is refused, in whatever words', () => {
    expect(problem(null)).toContain('at most 180 days from today: 2026-08-29');
    for (const text of ['forever', 'never', '', '  ', 'infinity', '9999-12-31'])
      expect(problem(text)).not.toBeNull();
    expect(readUntil(null, { kind: 'false-positive', maxDays: null, now })).toEqual({ ok: true, at: null });
  });

  it('at the last day that the policy lets is accepted, and a day later refused', () => {
    expect(problem('2026-08-29')).toBeNull();
    expect(problem('2026-08-30')).toContain('too far away');
  });

  it.each(['2026-02-30', '2026-13-01', '01.04.2026', '2026-04-1', '2026-04-01T25:00:00Z', 'tomorrow', '1e9'])(
    '%s is no day',
    (text) => {
      expect(problem(text)).toContain('is no day');
    },
  );

  it('is, whatever is written, refused or later than now and within the limit', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.date({ noInvalidDate: true }).map((day) => day.toISOString()),
        ),
        (text) => {
          const read = readUntil(text, risk);
          if (!read.ok) return;
          expect(read.at!.getTime()).toBeGreaterThan(now.getTime());
          expect(read.at!.getTime()).toBeLessThan(now.getTime() + 181 * 86_400_000);
        },
      ),
    );
  });
});
