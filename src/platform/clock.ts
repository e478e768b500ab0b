import { randomFillSync } from 'node:crypto';
import type { Clock } from '../kernel/clock.ts';
import { type IdSource, uuidV7Source } from '../kernel/ids.ts';

export const systemClock: Clock = { now: () => new Date() };

/** Random bytes are drawn 8 kB at a time: one system call per thousand ids. */
function pooledRandom(): (n: number) => Uint8Array {
  const pool = new Uint8Array(8192);
  let used = pool.length;
  return (n) => {
    if (used + n > pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += n;
    return pool.subarray(used - n, used);
  };
}

export const systemIds = (clock: Clock = systemClock): IdSource =>
  uuidV7Source(() => clock.now().getTime(), pooledRandom());
