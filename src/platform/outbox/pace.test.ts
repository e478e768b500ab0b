import { describe, expect, it } from 'vitest';
import { paceOf } from './pace.ts';

const at = (second: number) => new Date(Date.UTC(2026, 2, 2, 9, 0, second));
const free = () => paceOf({ failures: 0, pausedUntil: null });

describe('the pace of a lane', () => {
  it('takes failures of one round for one failure', () => {
    const pace = free();
    const { round } = pace;
    expect(pace.failed(round, at(1))).toBe(true);
    for (let n = 0; n < 7; n++) expect(pace.failed(round, at(1))).toBe(false);
    expect(pace.failures).toBe(1);
    expect(pace.failed(pace.round, at(3))).toBe(true);
    expect(pace.failures).toBe(2);
  });

  it('waits as long as the longest pause that was asked for', () => {
    const pace = free();
    const { round } = pace;
    pace.failed(round, at(1));
    expect(pace.failed(round, at(30))).toBe(true);
    expect(pace.waits(at(29))).toBe(true);
    expect(pace.waits(at(30))).toBe(false);
  });

  it('after a failure tries one act, after its success as many as before', () => {
    const pace = paceOf({ failures: 3, pausedUntil: at(1) });
    expect(pace.allows(8)).toBe(1);
    expect(pace.succeeded(pace.round)).toBe(true);
    expect(pace.allows(8)).toBe(8);
    expect(pace.pausedUntil).toBeNull();
    expect(pace.succeeded(pace.round)).toBe(false);
  });

  it('is not freed by what began before it failed', () => {
    const pace = free();
    const { round } = pace;
    pace.failed(round, at(60));
    expect(pace.succeeded(round)).toBe(false);
    expect(pace.waits(at(0))).toBe(true);
  });
});
