/** How old a picture of everything may be before it is worked out anew: the counts themselves lag, and twenty people look at once. */
const FRESH_MS = 15_000;
/** How old it may be while somebody is at it. */
const SHOWN_MS = 60_000;
const MOST_KEPT = 500;

export interface Kept<Answer> {
  /** By the clock of the process. */
  atMs: number;
  answer: Promise<Answer>;
  renewing: boolean;
}

export const keptNow = <Answer>(answer: Promise<Answer>): Kept<Answer> => ({
  atMs: performance.now(),
  answer,
  renewing: false,
});

let turn: Promise<void> = Promise.resolve();

/**
 * Has an answer worked out for those who ask next, while it goes on being shown. Nobody waits for it, so it is not to
 * stand in anybody's way: one at a time in this process.
 * @param done the new one, or null where it failed
 */
export function renew<Answer>(
  known: Kept<Answer>,
  work: () => Promise<Answer>,
  done: (answer: Promise<Answer> | null) => void,
): void {
  if (known.renewing) return;
  known.renewing = true;
  turn = turn.then(work).then(
    (answer) => done(Promise.resolve(answer)),
    () => done(null),
  );
}

/**
 * Answers that are dear and the same for everybody: worked out once, then given for some seconds to all who ask for the
 * same. Who asks when it is older gets it at once, too, and has it worked out for the next. What fails is not kept.
 */
export function keptBriefly<Answer>(): (key: string, work: () => Promise<Answer>) => Promise<Answer> {
  const kept = new Map<string, Kept<Answer>>();
  const keep = (key: string, answer: Promise<Answer>) => {
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, keptNow(answer));
  };
  return (key, work) => {
    const known = kept.get(key);
    const ageMs = known ? performance.now() - known.atMs : Number.POSITIVE_INFINITY;
    if (known && ageMs < SHOWN_MS) {
      if (ageMs >= FRESH_MS) renew(known, work, (answer) => (answer ? keep(key, answer) : kept.delete(key)));
      return known.answer;
    }
    const answer = work();
    keep(key, answer);
    answer.catch(() => kept.delete(key));
    return answer;
  };
}
