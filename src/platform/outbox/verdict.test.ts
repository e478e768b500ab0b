import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError, ERROR_CODES, type ErrorCode } from '../../kernel/errors.ts';
import { judgeFailure, MAX_ATTEMPTS } from './verdict.ts';

const now = new Date('2026-03-02T09:00:00Z');
const HOUR = 3_600_000;
const codes = Object.keys(ERROR_CODES) as ErrorCode[];
const LANE_WIDE: ErrorCode[] = [
  'LK-RATE-LIMITED',
  'LK-NETWORK',
  'LK-ANSWER',
  'LK-CONNECTION',
  'LK-SECRET',
  'LK-ADDRESS-REFUSED',
];
const facts = fc.record({
  attempts: fc.integer({ min: 0, max: MAX_ATTEMPTS - 1 }),
  failures: fc.integer({ min: 0, max: 60 }),
  random: fc.double({ min: 0, max: 1, noNaN: true }),
});
const errors = fc.oneof(
  fc.constantFrom(...codes).map((code) => new AppError(code, 'no')),
  fc.anything().map((detail) => new AppError('LK-RATE-LIMITED', 'slowly', { detail: detail as never })),
  fc.string().map((retryAt) => new AppError('LK-RATE-LIMITED', 'slowly', { detail: { retryAt } })),
  fc.anything(),
);
const since = (at: Date | null) => at!.getTime() - now.getTime();
const judge = (code: ErrorCode, more: Partial<{ attempts: number; failures: number; random: number }> = {}) =>
  judgeFailure(new AppError(code, 'no'), { attempts: 0, failures: 0, random: 0.5, now, ...more });

describe('the verdict on a failure', () => {
  it('parks what counts too often or cannot be helped, and nothing else', () => {
    fc.assert(
      fc.property(errors, facts, (error, given) => {
        const { retryAt, counted, pauseUntil } = judgeFailure(error, { ...given, now });
        const code = error instanceof AppError ? error.code : null;
        const isLanes = code !== null && LANE_WIDE.includes(code);
        const isHopeless = error instanceof AppError && !error.card.retryable && !isLanes;
        const isUsedUp = counted && given.attempts + 1 >= MAX_ATTEMPTS;
        expect(retryAt === null).toBe(isHopeless || isUsedUp);
        expect(pauseUntil !== null).toBe(isLanes && retryAt !== null);
      }),
    );
  });

  it('never counts what befalls the lane a second time in a row', () => {
    fc.assert(
      fc.property(fc.constantFrom(...LANE_WIDE), facts, (code, given) => {
        const { counted } = judge(code, given);
        expect(counted).toBe(given.failures === 0 && code !== 'LK-RATE-LIMITED');
      }),
    );
  });

  it('lets nothing come back at once, and nothing later than it should', () => {
    fc.assert(
      fc.property(errors, facts, (error, given) => {
        const { retryAt, pauseUntil } = judgeFailure(error, { ...given, now });
        if (retryAt === null) return;
        expect(since(retryAt)).toBeGreaterThanOrEqual(375);
        expect(since(retryAt)).toBeLessThanOrEqual(
          error instanceof AppError && error.code === 'LK-RATE-LIMITED' ? 24 * HOUR : 1.25 * HOUR,
        );
        // Others, which were due before it, try the lane first.
        if (pauseUntil) expect(since(retryAt)).toBeGreaterThanOrEqual(since(pauseUntil));
      }),
    );
  });

  it('keeps to the pause that is asked for', () => {
    const retryAt = new Date(now.getTime() + 90_000);
    const error = new AppError('LK-RATE-LIMITED', 'slowly', { detail: { retryAt: retryAt.toISOString() } });
    expect(judgeFailure(error, { attempts: 9, failures: 0, random: 0.5, now })).toEqual({
      retryAt,
      pauseUntil: retryAt,
      counted: false,
    });
    expect(since(judge('LK-RATE-LIMITED').retryAt)).toBe(60_000);
  });

  it('waits longer from time to time, of an act and of a lane', () => {
    for (let n = 1; n < MAX_ATTEMPTS - 1; n++) {
      expect(since(judge('LK-BLOB', { attempts: n }).retryAt)).toBeGreaterThanOrEqual(
        since(judge('LK-BLOB', { attempts: n - 1 }).retryAt),
      );
      expect(since(judge('LK-NETWORK', { failures: n }).pauseUntil)).toBeGreaterThan(
        since(judge('LK-NETWORK', { failures: n - 1 }).pauseUntil),
      );
    }
    expect(since(judge('LK-NETWORK', { failures: 60 }).pauseUntil)).toBe(300_000);
    expect(since(judge('LK-CONNECTION').pauseUntil)).toBe(300_000);
  });
});
