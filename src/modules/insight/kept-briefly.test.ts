import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keptBriefly } from './kept-briefly.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

describe('what is kept briefly', () => {
  it('is worked out once for all who ask meanwhile, each question on its own', async () => {
    const kept = keptBriefly<number>();
    const work = vi.fn(async () => 7);
    expect(await Promise.all([kept('a', work), kept('a', work), kept('b', work)])).toEqual([7, 7, 7]);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('is shown while it is worked out anew, and not when it is older than a minute', async () => {
    const kept = keptBriefly<number>();
    let n = 0;
    const ask = () => kept('a', async () => ++n);
    expect(await ask()).toBe(1);
    vi.advanceTimersByTime(20_000);
    expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
    await vi.waitFor(async () => expect(await ask()).toBe(2));
    expect(n).toBe(2);
    vi.advanceTimersByTime(61_000);
    expect(await ask()).toBe(3);
  });

  it('is not what failed', async () => {
    const kept = keptBriefly<number>();
    await expect(kept('a', async () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect(await kept('a', async () => 1)).toBe(1);
    vi.advanceTimersByTime(20_000);
    expect(await kept('a', async () => Promise.reject(new Error('gone')))).toBe(1);
    await vi.waitFor(async () => expect(await kept('a', async () => 2)).toBe(2));
  });
});
