import { AppError } from '../../../kernel/errors.ts';

/** Lets few things happen at once and few wait; the rest is refused at once. */
export interface HashQueue {
  /** @throws AppError LK-RATE-LIMITED when too many wait already */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
}

/**
 * Hashing a password takes memory and a thread on purpose; a flood of sign-ins must not take all of either.
 * @param limits.atOnce of the four threads that Node has for such work, so that files and names go on
 */
export function hashQueue(limits: { atOnce: number; waiting: number }): HashQueue {
  let running = 0;
  const waiting: (() => void)[] = [];
  return {
    async run(work) {
      if (running >= limits.atOnce) {
        if (waiting.length >= limits.waiting)
          throw new AppError('LK-RATE-LIMITED', 'Very many people are signing in just now.');
        // Whoever is done hands its place on, so nobody who comes later slips in between.
        await new Promise<void>((next) => waiting.push(next));
      } else running++;
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else running--;
      }
    },
  };
}
