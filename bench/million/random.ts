import { formatUuid } from '../../src/kernel/ids.ts';

/** Random numbers that are the same each time (mulberry32): a seeded house can be made again. */
export interface Random {
  /** 0 (included) to 1. */
  next(): number;
  /** 0 (included) to `below`. */
  below(limit: number): number;
  chance(share: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** One of a long list of which the first are far more frequent. */
  skewed(length: number): number;
  /** Exponential with this mean. */
  wait(mean: number): number;
  /** About 1, now and then several times that. */
  uneven(): number;
  uuid(): string;
}

export function random(seed: number): Random {
  let state = seed >>> 0;
  const bits = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const next = () => bits() / 2 ** 32;
  const below = (limit: number) => Math.floor(next() * limit);
  const hex8 = () => bits().toString(16).padStart(8, '0');
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick: (items) => items[below(items.length)]!,
    skewed: (length) => Math.floor(length * next() ** 3),
    wait: (mean) => -Math.log(1 - next()) * mean,
    uneven: () => Math.exp(1.1 * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())),
    uuid: () => formatUuid(hex8() + hex8() + hex8() + hex8()),
  };
}

/** An id as the product makes them: by time, and told apart by a number. */
export const timedId = (ms: number, number: number): string =>
  formatUuid(
    `${Math.floor(ms).toString(16).padStart(12, '0')}7${(number & 0xfff).toString(16).padStart(3, '0')}8${number
      .toString(16)
      .padStart(15, '0')}`,
  );
